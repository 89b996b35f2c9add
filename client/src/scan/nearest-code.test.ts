import { expect, test } from 'vitest'
import { nearestToMiddle } from './nearest-code.ts'

const at = (code: string, left: number, top: number, side = 20) => ({
  code,
  position: {
    topLeft: { x: left, y: top },
    topRight: { x: left + side, y: top },
    bottomRight: { x: left + side, y: top + side },
    bottomLeft: { x: left, y: top + side },
  },
})

test('of several codes in view the one nearest to the middle is taken', () => {
  const found = [at('left', 10, 230), at('middle', 320, 240), at('right', 600, 240)]
  expect(nearestToMiddle(found, 640, 480)?.code).toBe('middle')
})

test('nothing in view gives nothing', () => {
  expect(nearestToMiddle([], 640, 480)).toBeUndefined()
})
