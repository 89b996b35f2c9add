import { debianProgram } from './debian-program.mjs'

/**
 * The Redis server to test with.
 * @param {string} root
 * @param {(sentence: string) => void} log
 * @returns {string} its path
 */
export function redisServer(root, log) {
  return debianProgram(root, log, {
    title: 'redis-server',
    variable: 'REDIS_SERVER_PATH',
    names: ['redis-server', 'valkey-server'],
    package: 'redis-server',
    program: 'usr/bin/redis-server',
    service: true,
  })
}
