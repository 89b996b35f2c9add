import { isJsonObject } from '../../../shared/json.ts'
import { HEADER } from '../../../shared/protocol.ts'
import type { Role } from '../../../shared/roles.ts'
import { deviceId } from '../db/device.ts'
import { readSignIn } from './access.ts'
import { api } from './api.ts'
import { ApiError } from './api-error.ts'
import { readJson, request } from './request.ts'
import { keptSession } from './session-record.ts'
import { changePlace } from './sign-out.ts'
import { keepVisitHome, leaveOnServer, visitHome } from './visit-home.ts'

/** Asks to enter a school and enters it: the page is loaded anew, inside. @throws ApiError */
export async function enterSchool(wanted: {
  readonly schoolId: string
  readonly role: Role
  readonly reason: string
}): Promise<void> {
  const home = await keptSession()
  if (!home) throw new ApiError('unauthenticated', 'Nobody is signed in.', { status: 401 })
  const { ticket, school } = await api('/visits', readTicket, { method: 'POST', body: { ...wanted } })
  const { response } = await request('/api/v1/auth/visit', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Requested-With': 'etrax',
      [HEADER.tenant]: school,
      [HEADER.device]: await deviceId(),
    },
    body: JSON.stringify({ ticket }),
  })
  const { record } = readSignIn(await readJson(response), school)
  await keepVisitHome(home)
  await changePlace(record, 'stays')
  window.location.assign('/')
}

/** Back to the own school. What is unsent stays on this device and goes out at the next visit. */
export async function leaveSchool(): Promise<void> {
  const [inside, home] = [await keptSession(), await visitHome()]
  if (!inside?.visitUntil || !home) throw new Error('There is no school to go back to.')
  await changePlace(home, 'goes')
  await keepVisitHome(undefined)
  await leaveOnServer(inside.tenant)
  window.location.assign('/organization')
}

function readTicket(answer: unknown): { readonly ticket: string; readonly school: string } {
  if (isJsonObject(answer)) {
    const { ticket, school } = answer
    if (typeof ticket === 'string' && typeof school === 'string') return { ticket, school }
  }
  throw new ApiError('unexpected-answer', 'The answer opens no school.')
}
