/** The values of an address's query as the router reads them. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>
