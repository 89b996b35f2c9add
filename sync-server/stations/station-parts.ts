import type { Route } from '../api/route.ts'
import { type PinRouteOptions, pinRoutes } from './pin-routes.ts'
import { type StationSessionOptions, stationSessionRoutes } from './station-session-routes.ts'
import { type StationsRouteOptions, stationsRoutes } from './stations-routes.ts'

/** All routes of stations. */
export function stationParts(
  options: StationSessionOptions & StationsRouteOptions & PinRouteOptions,
): readonly Route[] {
  return [...stationSessionRoutes(options), ...stationsRoutes(options), ...pinRoutes(options)]
}
