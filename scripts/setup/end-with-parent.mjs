/**
 * Preloaded into the server: ends it when the script that started it is gone, by kill -9 for one, so that no server
 * without a terminal keeps the port and the data folder.
 */
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}
