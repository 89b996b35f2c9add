import type { Route } from '../../api/route.ts'
import { codeRoutes } from './code-routes.ts'
import { factorRoutes } from './factor-routes.ts'
import type { SecondFactorParts } from './parts.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { policyRoutes } from './policy-routes.ts'
import { secondStepRoutes } from './second-step-routes.ts'
import { setUpRoutes } from './set-up-routes.ts'
import { userFactorsRoutes } from './user-factors-routes.ts'

/** All that is asked and answered about second factors. */
export function secondFactorRoutes(parts: SecondFactorParts): readonly Route[] {
  return [
    ...secondStepRoutes(parts),
    ...codeRoutes(parts),
    ...passkeyRoutes(parts),
    ...setUpRoutes(parts),
    ...factorRoutes(parts),
    ...policyRoutes(parts),
    ...userFactorsRoutes(parts),
  ]
}
