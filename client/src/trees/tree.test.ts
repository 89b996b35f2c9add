import { describe, expect, test } from 'vitest'
import { asTree, withPlacesInside } from './tree.ts'

const rows = (nodes: Parameters<typeof asTree>[0]) =>
  asTree(nodes).map(({ node, depth }) => `${'-'.repeat(depth)}${node.id}`)

test('a tree reads from the top, children below their parent, by name', () => {
  expect(
    rows([
      { id: 'shelf', name: 'Shelf', parentId: 'room' },
      { id: 'gym', name: 'Gym' },
      { id: 'room', name: 'Room', parentId: 'house' },
      { id: 'house', name: 'Field house' },
      { id: 'attic', name: 'Attic', parentId: 'house' },
    ]),
  ).toEqual(['house', '-attic', '-room', '--shelf', 'gym'])
})

test('a place whose parent was deleted, and places that lie in each other, are still in the list', () => {
  expect(rows([{ id: 'orphan', name: 'Orphan', parentId: 'gone' }])).toEqual(['orphan'])
  expect(
    rows([
      { id: 'a', name: 'A', parentId: 'b' },
      { id: 'b', name: 'B', parentId: 'a' },
    ]),
  ).toEqual(['a', '-b'])
})

describe('places', () => {
  const places = [
    { id: 'shelf', parentId: 'room' },
    { id: 'room', parentId: 'house' },
    { id: 'house' },
    { id: 'bus' },
  ]
  test('a place stands for all that lies in it, however deep', () => {
    expect([...withPlacesInside(['house'], places)].sort()).toEqual(['house', 'room', 'shelf'])
  })
  test('a place that lies in itself ends', () => {
    const circle = [
      { id: 'a', parentId: 'b' },
      { id: 'b', parentId: 'a' },
    ]
    expect([...withPlacesInside(['a'], circle)].sort()).toEqual(['a', 'b'])
  })
})
