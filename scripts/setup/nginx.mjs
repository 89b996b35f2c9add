import { debianProgram } from './debian-program.mjs'

/**
 * The nginx to test with.
 * @param {string} root
 * @param {(sentence: string) => void} log
 * @returns {string} its path
 */
export function nginx(root, log) {
  return debianProgram(root, log, {
    title: 'nginx',
    variable: 'NGINX_PATH',
    names: ['nginx'],
    package: 'nginx',
    program: 'usr/sbin/nginx',
    version: '-v',
    service: true,
  })
}
