/* Preloaded into a process that is measured: answers its parent with the CPU time of all its threads so far. */
process.on('message', (message: { cpu?: number }) => {
  if (message.cpu === undefined) return;
  const { user, system } = process.cpuUsage();
  process.send?.({ answer: message.cpu, result: (user + system) / 1000 });
});
// Whoever asks must not keep the process alive, nor leave it behind.
process.channel?.unref();
process.on('disconnect', () => process.exit(1));
