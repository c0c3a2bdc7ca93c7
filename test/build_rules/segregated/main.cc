// A host program that links the product's plugins, and runs none of them.
#include "test/build_rules/mixed_plugins.h"

int main() { return vigil::kPluginCount == 1 ? 0 : 1; }
