import type { Location } from '../../shared/collections/locations.ts'

/** Places and kinds of gear as trees: each names its parent, which stands before it. */
export interface TreePlan {
  readonly key: string
  readonly name: string
  readonly parent?: string
}

export interface PlacePlan extends TreePlan {
  readonly kind: NonNullable<Location['kind']>
}

export const PLACE_PLANS: readonly PlacePlan[] = [
  place('campus', 'Campus', 'site'),
  place('fieldhouse', 'Field house', 'building', 'campus'),
  place('equipment-room', 'Equipment room', 'room', 'fieldhouse'),
  place('rack-a', 'Rack A (helmets)', 'shelf', 'equipment-room'),
  place('rack-b', 'Rack B (shoulder pads)', 'shelf', 'equipment-room'),
  place('rack-c', 'Rack C (game uniforms)', 'shelf', 'equipment-room'),
  place('rack-d', 'Rack D (practice gear)', 'shelf', 'equipment-room'),
  place('cage', 'Cage (bats, sticks, timing)', 'shelf', 'equipment-room'),
  place('laundry', 'Laundry', 'room', 'fieldhouse'),
  place('weight-room', 'Weight room', 'room', 'fieldhouse'),
  place('training-room', 'Athletic training room', 'room', 'fieldhouse'),
  place('gym', 'Main gym', 'building', 'campus'),
  place('gym-storage', 'Gym storage', 'room', 'gym'),
  place('wrestling-room', 'Wrestling room', 'room', 'gym'),
  place('stadium', 'Stadium', 'field', 'campus'),
  place('stadium-shed', 'Stadium shed', 'building', 'stadium'),
  place('diamond-shed', 'Diamond shed', 'building', 'campus'),
  place('trailer', 'Equipment trailer', 'vehicle', 'campus'),
]

export const CATEGORY_PLANS: readonly TreePlan[] = [
  { key: 'protective', name: 'Protective' },
  { key: 'helmets', name: 'Helmets', parent: 'protective' },
  { key: 'pads', name: 'Shoulder pads', parent: 'protective' },
  { key: 'small-pads', name: 'Pads and guards', parent: 'protective' },
  { key: 'eyewear', name: 'Goggles', parent: 'protective' },
  { key: 'headgear', name: 'Headgear', parent: 'protective' },
  { key: 'uniforms', name: 'Uniforms' },
  { key: 'jerseys', name: 'Game jerseys', parent: 'uniforms' },
  { key: 'pants', name: 'Pants', parent: 'uniforms' },
  { key: 'practice', name: 'Practice wear', parent: 'uniforms' },
  { key: 'warm-ups', name: 'Warm-ups', parent: 'uniforms' },
  { key: 'balls', name: 'Balls' },
  { key: 'training', name: 'Training' },
  { key: 'field', name: 'Field and court' },
  { key: 'bats', name: 'Bats and sticks' },
  { key: 'timing', name: 'Timing and radios' },
  { key: 'medical', name: 'Medical' },
]

function place(key: string, name: string, kind: PlacePlan['kind'], parent?: string): PlacePlan {
  return { key, name, kind, ...(parent === undefined ? {} : { parent }) }
}
