import { Key } from '@solid-primitives/keyed'
import { createEffect, createMemo, Show } from 'solid-js'
import { who } from '../../../app/who.ts'
import { createDocumentNames } from '../../../documents/document-name.ts'
import { createNews } from '../../../reviews/create-news.ts'
import { isUnseen } from '../../../reviews/news.ts'
import { markSeen, seen } from '../../../reviews/seen-news.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { createCurrent } from './create-current.ts'
import { LaterChanges } from './later-changes.tsx'
import { t } from './messages.ts'
import { NewsItem } from './news-item.tsx'
import { toldIn } from './told-writes.ts'

/** What became of what somebody wrote: overwritten, refused, asked about or decided, with the way to have it back. */
export function MyChangesPage() {
  const news = createNews()
  const nameOf = createDocumentNames()
  const current = createCurrent()
  // What is new stays marked for as long as somebody looks at it.
  const atFirst = createMemo<ReturnType<typeof seen>>((before) => before ?? seen())
  const told = createMemo(() => {
    const userId = who()?.userId
    return userId === undefined ? [] : (news() ?? []).flatMap((one) => toldIn(one, userId) ?? [])
  })
  createEffect(() => {
    const all = news()
    if (all && atFirst()) void markSeen(all, new Set(all.map(({ review }) => review.id)))
  })
  return (
    <>
      <PageHeader title={t('title')} />
      <div class="grid max-w-form gap-6 px-4 py-4 lg:px-6">
        <Show when={news()}>
          {(list) => (
            <Show
              when={list().length > 0}
              fallback={<EmptyState icon="available" title={t('none')} hint={t('noneHint')} />}
            >
              <section class="grid gap-3" aria-labelledby="news">
                <h2 id="news" class="sr-only">
                  {t('news')}
                </h2>
                <ul class="grid gap-3">
                  <Key each={list()} by={({ review }) => review.id}>
                    {(one) => (
                      <li>
                        <NewsItem
                          news={one()}
                          name={nameOf(
                            one().review.collection,
                            one().review.documentId,
                            one().review.device ?? one().review.server,
                          )}
                          fresh={isFresh(one())}
                          current={current}
                        />
                      </li>
                    )}
                  </Key>
                </ul>
              </section>
            </Show>
          )}
        </Show>
        <LaterChanges current={current} told={told()} />
      </div>
    </>
  )

  function isFresh(one: Parameters<typeof isUnseen>[0]): boolean {
    const known = atFirst()
    return known !== undefined && isUnseen(one, known)
  }
}
