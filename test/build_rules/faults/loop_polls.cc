// Waits for a flag that an interrupt sets: when the interrupt does not come, for ever.
bool Wait(const volatile bool& ready) {
  while (!ready) {
  }
  return true;
}
