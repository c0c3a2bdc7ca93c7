// third_party/lock.bzl: the packages that are locked, and which of them differ.
//
//   const std::map<std::string, LockedPackage> before = ReadLock(old_text);
//   for (const std::string& name : DifferingPackages(before, ReadLock(text))) ...
#ifndef VIGIL_TOOLS_VIGIL_LOCK_FILE_H_
#define VIGIL_TOOLS_VIGIL_LOCK_FILE_H_

#include <map>
#include <set>
#include <string>

namespace vigil::lifecycle {

// What the file says of one package: "version", "sha256", "repository", ...
using LockedPackage = std::map<std::string, std::string>;
using Lock = std::map<std::string, LockedPackage>;  // by name

// `text` is a list of dicts with one `"key": "value",` a line, as the file's head says;
// what is no such line is passed over.
Lock ReadLock(const std::string& text);

// Names of packages that only one of the two has, or with other values.
std::set<std::string> DifferingPackages(const Lock& before, const Lock& after);

// Empty when the package has no such key.
std::string ValueOf(const Lock& lock, const std::string& package, const std::string& key);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_VIGIL_LOCK_FILE_H_
