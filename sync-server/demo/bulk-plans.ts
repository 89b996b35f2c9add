/** What is counted and not tagged piece by piece; each record still has a tag for its bin. */
export interface BulkPlan {
  readonly name: string
  readonly category: string
  readonly place: string
  readonly quantity: number
  readonly maker: string
  readonly model: string
  readonly cents: number
  readonly size?: string
}

function bulk(
  name: string,
  category: string,
  place: string,
  quantity: number,
  maker: string,
  model: string,
  cents: number,
  size?: string,
): BulkPlan {
  return { name, category, place, quantity, maker, model, cents, ...(size === undefined ? {} : { size }) }
}

/** The first line is what two coaches take too many of, see dispute-plans. */
export const BULK_PLANS: readonly BulkPlan[] = [
  bulk('Game football', 'balls', 'equipment-room', 24, 'Wilson', 'GST 1003', 9_900),
  bulk('Practice football', 'balls', 'equipment-room', 40, 'Wilson', 'GST Prime', 4_900),
  bulk('Soccer ball', 'balls', 'equipment-room', 36, 'Select', 'Royale', 4_500, '5'),
  bulk('Volleyball', 'balls', 'gym-storage', 30, 'Molten', 'Super Touch', 6_900),
  bulk('Basketball, men’s', 'balls', 'gym-storage', 28, 'Wilson', 'Evolution', 6_500, '7'),
  bulk('Basketball, women’s', 'balls', 'gym-storage', 28, 'Wilson', 'Evolution', 6_500, '6'),
  bulk('Baseball', 'balls', 'diamond-shed', 144, 'Rawlings', 'RNF', 650),
  bulk('Softball', 'balls', 'diamond-shed', 120, 'Dudley', 'Thunder Heat', 620, '12"'),
  bulk('Lacrosse ball', 'balls', 'cage', 90, 'STX', 'NFHS', 350),
  bulk('Tennis ball can', 'balls', 'gym-storage', 48, 'Penn', 'Championship', 450),
  bulk('Disc cone', 'training', 'equipment-room', 200, 'Champion', 'Saucer', 120),
  bulk('Tall cone', 'training', 'stadium-shed', 40, 'Champion', '18"', 750),
  bulk('Agility ladder', 'training', 'equipment-room', 10, 'SKLZ', 'Quick Ladder', 3_900),
  bulk('Hurdle', 'field', 'stadium-shed', 80, 'Gill', 'Essentials', 11_500),
  bulk('Relay baton', 'field', 'stadium-shed', 24, 'Gill', 'Aluminum', 650),
  bulk('Scrimmage vest', 'practice', 'equipment-room', 60, 'Champro', 'Mesh', 550),
  bulk('Mouthguard', 'small-pads', 'equipment-room', 180, 'Shock Doctor', 'Gel Max', 600),
  bulk('Shin guards, pair', 'small-pads', 'equipment-room', 30, 'Adidas', 'X Match', 1_800),
  bulk('Thigh pad, pair', 'small-pads', 'rack-d', 90, 'Schutt', 'Varsity', 1_100),
  bulk('Knee pad, pair', 'small-pads', 'rack-d', 90, 'Schutt', 'Varsity', 900),
  bulk('Chin strap', 'small-pads', 'rack-a', 60, 'Riddell', 'Hard Cup', 1_900),
  bulk('Flag belt', 'training', 'gym-storage', 40, 'Champro', 'Triple Threat', 700),
  bulk('Resistance band', 'training', 'weight-room', 50, 'Rogue', 'Monster', 1_800),
  bulk('Kettlebell 35 lb', 'training', 'weight-room', 16, 'Rogue', 'E-Coat', 7_900, '35 lb'),
  bulk('Water bottle', 'medical', 'training-room', 120, 'Gatorade', 'Squeeze', 400),
  bulk('Water cooler 10 gal', 'medical', 'training-room', 12, 'Igloo', '400 Series', 6_900),
  bulk('Folding bench', 'field', 'stadium-shed', 14, 'Gared', '7.5 ft', 16_900),
  bulk('Corner flag', 'field', 'stadium-shed', 12, 'Kwik Goal', 'Premier', 3_200),
  bulk('Wrestling mat tape roll', 'field', 'wrestling-room', 20, 'Resilite', '4" clear', 1_700),
  bulk('Ball pump', 'training', 'equipment-room', 9, 'Champion', 'Dual Action', 1_200),
]
