import { type Product, p, riddell, shell, shirt, shoulder, waist } from './gear-products.ts'

/** A line of the catalogue: `count` pieces of one kind, each with a tag. */
export interface GearPlan {
  /** Beginning of its tags. */
  readonly key: string
  readonly name: string
  readonly category: string
  readonly place: string
  readonly count: number
  readonly products: readonly Product[]
  readonly sizes?: readonly (readonly [string, number])[]
  /** Jersey numbers from 1 on, one each. */
  readonly numbered?: true
  /** The maker's serial number begins with this. */
  readonly serial?: string
  /** Months after which it is recertified, and years after which it is retired whatever its state. */
  readonly recertifyMonths?: number
  readonly lifeYears?: number
  /** The team whose set it is. */
  readonly team?: string
}

/** Most of a school’s catalogue: what has a tag of its own. */
export const GEAR_PLANS: readonly GearPlan[] = [
  gear('FBH', 'Football helmet', 'helmets', 'rack-a', 128, riddell, {
    sizes: shell,
    serial: 'R',
    recertifyMonths: 24,
    lifeYears: 10,
  }),
  gear('FSP', 'Shoulder pads', 'pads', 'rack-b', 118, shoulder, {
    sizes: shirt,
    serial: 'SP',
    lifeYears: 10,
  }),
  numberedSet('FJH', 'Football jersey, home', 'rack-c', 99, p('Nike', 'Vapor Pro', 92), 'football-v'),
  numberedSet('FJA', 'Football jersey, away', 'rack-c', 99, p('Nike', 'Vapor Pro', 92), 'football-v'),
  numberedSet('JJH', 'JV football jersey', 'rack-c', 99, p('Russell', 'Color Block', 48), 'football-jv'),
  gear('FPJ', 'Practice jersey', 'practice', 'rack-d', 112, [p('Alleson', 'Gridiron Mesh', 19)], {
    sizes: shirt,
  }),
  gear('FPG', 'Football game pants', 'pants', 'rack-c', 62, [p('Nike', 'Vapor Pant', 68)], {
    sizes: waist,
    team: 'football-v',
  }),
  gear(
    'FPP',
    'Practice pants, integrated',
    'practice',
    'rack-d',
    108,
    [p('Schutt', 'All-In-One', 44), p('Champro', 'Bull Rush', 39)],
    { sizes: waist },
  ),
  gear('FGD', 'Padded girdle', 'small-pads', 'rack-d', 60, [p('Champro', 'Formation', 34)], { sizes: shirt }),
  numberedSet('SGH', 'Girls soccer jersey, home', 'rack-c', 30, p('Adidas', 'Tabela 23', 38), 'soccer-g'),
  numberedSet('SGA', 'Girls soccer jersey, away', 'rack-c', 30, p('Adidas', 'Tabela 23', 38), 'soccer-g'),
  numberedSet('SBH', 'Boys soccer jersey, home', 'rack-c', 30, p('Adidas', 'Squadra 25', 36), 'soccer-b'),
  numberedSet('SBA', 'Boys soccer jersey, away', 'rack-c', 30, p('Adidas', 'Squadra 25', 36), 'soccer-b'),
  gear('SWU', 'Soccer warm-up jacket', 'warm-ups', 'rack-d', 56, [p('Adidas', 'Tiro 24', 55)], {
    sizes: shirt,
  }),
  numberedSet(
    'VBH',
    'Volleyball jersey, home',
    'gym-storage',
    24,
    p('Mizuno', 'Techno Volley', 49),
    'volleyball',
  ),
  numberedSet(
    'VBA',
    'Volleyball jersey, away',
    'gym-storage',
    24,
    p('Mizuno', 'Techno Volley', 49),
    'volleyball',
  ),
  gear('VKP', 'Volleyball knee pads', 'small-pads', 'gym-storage', 30, [p('Mizuno', 'LR6', 26)], {
    sizes: shirt,
  }),
  gear(
    'BGH',
    'Girls basketball uniform, home',
    'jerseys',
    'gym-storage',
    35,
    [p('Under Armour', 'Armourfuse', 84)],
    { sizes: shirt, numbered: true, team: 'basketball-g' },
  ),
  gear(
    'BGA',
    'Girls basketball uniform, away',
    'jerseys',
    'gym-storage',
    35,
    [p('Under Armour', 'Armourfuse', 84)],
    { sizes: shirt, numbered: true, team: 'basketball-g' },
  ),
  gear(
    'BBH',
    'Boys basketball uniform, home',
    'jerseys',
    'gym-storage',
    35,
    [p('Under Armour', 'Armourfuse', 84)],
    { sizes: shirt, numbered: true, team: 'basketball-b' },
  ),
  gear(
    'BBA',
    'Boys basketball uniform, away',
    'jerseys',
    'gym-storage',
    35,
    [p('Under Armour', 'Armourfuse', 84)],
    { sizes: shirt, numbered: true, team: 'basketball-b' },
  ),
  gear('WSG', 'Wrestling singlet', 'jerseys', 'wrestling-room', 44, [p('Cliff Keen', 'The Signature', 46)], {
    sizes: shirt,
    team: 'wrestling',
  }),
  gear('WHG', 'Wrestling headgear', 'headgear', 'wrestling-room', 44, [
    p('Cliff Keen', 'Signature', 34),
    p('ASICS', 'Gel Headgear', 38),
  ]),
  gear(
    'BSH',
    'Batting helmet',
    'helmets',
    'diamond-shed',
    30,
    [p('Rawlings', 'Mach', 45), p('Easton', 'Elite X', 40)],
    { sizes: shell, serial: 'RW', lifeYears: 5 },
  ),
  numberedSet('BSJ', 'Baseball jersey', 'rack-c', 45, p('Rawlings', 'Full Button', 52), 'baseball'),
  gear('BSP', 'Baseball pants', 'pants', 'rack-c', 32, [p('Rawlings', 'Launch', 38)], {
    sizes: waist,
    team: 'baseball',
  }),
  gear('BCG', 'Catcher’s set', 'small-pads', 'diamond-shed', 5, [p('All-Star', 'System7 Axis', 349)], {
    serial: 'AS',
    lifeYears: 6,
  }),
  gear(
    'BBT',
    'Baseball bat, BBCOR',
    'bats',
    'cage',
    22,
    [p('Louisville Slugger', 'Meta', 399), p('Marucci', 'CATX', 349)],
    {
      sizes: [
        ['32"', 3],
        ['33"', 5],
        ['34"', 2],
      ],
      serial: 'LS',
    },
  ),
  gear('SOH', 'Softball helmet with mask', 'helmets', 'diamond-shed', 26, [p('Rip-It', 'Defense Pro', 60)], {
    sizes: shell,
    serial: 'RI',
    lifeYears: 5,
  }),
  numberedSet('SOJ', 'Softball jersey', 'rack-c', 40, p('Augusta', 'Slugger', 41), 'softball'),
  gear('SOP', 'Softball pants', 'pants', 'rack-c', 28, [p('Mizuno', 'Belted', 36)], {
    sizes: waist,
    team: 'softball',
  }),
  gear(
    'SBT',
    'Softball bat',
    'bats',
    'cage',
    18,
    [p('Easton', 'Ghost', 429), p('DeMarini', 'Whisper', 379)],
    {
      sizes: [
        ['32"', 2],
        ['33"', 5],
      ],
      serial: 'EA',
    },
  ),
  gear(
    'LXG',
    'Lacrosse goggles',
    'eyewear',
    'cage',
    36,
    [p('Cascade', 'Poly Pro', 48), p('STX', '4Sight+', 44)],
    { serial: 'CX', lifeYears: 8 },
  ),
  gear('LXS', 'Lacrosse stick', 'bats', 'cage', 36, [p('STX', 'Exult Pro', 119)], { serial: 'ST' }),
  numberedSet('LXJ', 'Lacrosse jersey', 'rack-c', 40, p('Brine', 'Triumph', 45), 'lacrosse'),
  gear('LXK', 'Goalkeeper helmet, lacrosse', 'helmets', 'cage', 4, [p('Cascade', 'XRS', 299)], {
    sizes: shell,
    serial: 'CX',
    recertifyMonths: 24,
    lifeYears: 8,
  }),
  gear('TRJ', 'Track singlet', 'jerseys', 'rack-c', 78, [p('Nike', 'Miler', 34)], {
    sizes: shirt,
    team: 'track',
  }),
  gear('TRB', 'Starting blocks', 'field', 'stadium-shed', 12, [p('Gill', 'Fusion II', 179)], { serial: 'G' }),
  gear('TRS', 'Shot put', 'training', 'stadium-shed', 10, [p('Gill', 'Turned Iron', 62)], {
    sizes: [
      ['4 kg', 4],
      ['12 lb', 4],
    ],
  }),
  gear('TRD', 'Discus', 'training', 'stadium-shed', 10, [p('Gill', 'Hollowood Star', 88)], {
    sizes: [
      ['1 kg', 4],
      ['1.6 kg', 4],
    ],
  }),
  gear('TRV', 'Vaulting pole', 'training', 'stadium-shed', 8, [p('UCS', 'Spirit', 495)], {
    sizes: [
      ["12' 140", 1],
      ["13' 150", 1],
      ["13' 165", 1],
    ],
    serial: 'UCS',
  }),
  gear('DUM', 'Tackling dummy', 'training', 'stadium-shed', 16, [p('Rogers', 'Stand-Up 54"', 210)]),
  gear('SLD', 'Blocking sled, one-man', 'training', 'stadium-shed', 3, [p('Rogers', 'Lev Sled', 1_890)], {
    serial: 'RG',
  }),
  gear(
    'RAD',
    'Headset radio',
    'timing',
    'cage',
    12,
    [p('CoachComm', 'Cobalt Plus', 740), p('Motorola', 'DLR1060', 210)],
    { serial: 'CC' },
  ),
  gear('STW', 'Stopwatch', 'timing', 'cage', 24, [p('Accusplit', 'Pro Survivor', 28)]),
  gear('AED', 'AED', 'medical', 'training-room', 5, [p('ZOLL', 'AED Plus', 1_749)], {
    serial: 'Z',
    recertifyMonths: 24,
    lifeYears: 8,
  }),
  gear('MED', 'Sideline medical kit', 'medical', 'training-room', 14, [p('Cramer', 'ProTrainer', 145)], {
    recertifyMonths: 12,
  }),
  gear('TAB', 'Sideline tablet', 'timing', 'cage', 8, [p('Apple', 'iPad 10.9"', 349)], {
    serial: 'DMPX',
    recertifyMonths: 36,
  }),
]

/** A set of jerseys with the numbers from 1 on. */
function numberedSet(
  key: string,
  name: string,
  place: string,
  count: number,
  product: Product,
  team: string,
): GearPlan {
  return gear(key, name, 'jerseys', place, count, [product], { sizes: shirt, numbered: true, team })
}

function gear(
  key: string,
  name: string,
  category: string,
  place: string,
  count: number,
  products: readonly Product[],
  more: Omit<Partial<GearPlan>, 'key'> = {},
): GearPlan {
  return { key, name, category, place, count, products, ...more }
}
