import postgres from 'postgres'

export interface BuildJsonOptions {
  /** The owner's login. */
  readonly url: string
  /** A school with documents. */
  readonly schema: string
  readonly connections: number
  readonly seconds: number
}

const PAGE = 500

/** Postgres alone: pages of 500 rows as one JSON text each, by json_agg, over plain connections. */
export async function buildJson({ url, schema, connections, seconds }: BuildJsonOptions) {
  const pools = Array.from({ length: connections }, () => postgres(url, { max: 1, fetch_types: false }))
  const query = `select json_agg(row_to_json(page))::text as json, max(seq) as last from
    (select * from ${schema}.equipment where seq > $1 order by seq limit ${PAGE}) as page`
  const start = performance.now()
  const counted = start + seconds * 200
  const end = start + seconds * 1000
  let pages = 0
  await Promise.all(
    pools.map(async (sql) => {
      let from = '0'
      while (performance.now() < end) {
        const [page] = await sql.unsafe<{ json: string | null; last: string | null }[]>(query, [from], {
          prepare: true,
        })
        if (!page?.last) {
          from = '0'
          continue
        }
        from = page.last
        const at = performance.now()
        if (at > counted && at <= end) pages += 1
      }
    }),
  )
  await Promise.all(pools.map((sql) => sql.end()))
  return { documentsPerSecond: (pages * PAGE) / (seconds * 0.8) }
}
