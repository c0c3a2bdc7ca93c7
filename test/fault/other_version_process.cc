// Poses as the process of the faulty plugin, with a plugin of another version.
#include "cloud/plugin_host/plugin_process.h"
#include "safety_kernel/plugin/partition.h"
#include "test/fault/other_version.plugin.h"

int main(int argc, char** argv) {
  static vigil::Partition<vigil::plugins::OtherVersion> partition;
  vigil::PluginManifest manifest = vigil::plugins::kOtherVersionManifest;
  manifest.name = "faulty";
  const vigil::PluginEntry plugin = vigil::EntryOf(partition, manifest);
  return vigil::cloud::RunPluginProcess(&plugin, 1, argc, argv);
}
