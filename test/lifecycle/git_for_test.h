// A Git repository of a test's own, with the same hashes in every run.
//
//   GitForTest git("/tmp/folder");
//   git.Write("a.txt", "one");
//   const std::string hash = git.Commit("First\n\nChange: CR-1\n");
#ifndef VIGIL_TEST_LIFECYCLE_GIT_FOR_TEST_H_
#define VIGIL_TEST_LIFECYCLE_GIT_FOR_TEST_H_

#include <string>
#include <vector>

namespace vigil::lifecycle {

class GitForTest {
 public:
  // Makes the repository. From here on this process and its children have no
  // configuration of Git but this. What Git refuses ends the program with its words.
  explicit GitForTest(std::string root);

  void Write(const std::string& file, const std::string& text) const;
  void Remove(const std::string& file) const;
  // All that is there; its hash.
  std::string Commit(const std::string& message) const;
  // Any other command; its output without the line's end.
  std::string Run(const std::vector<std::string>& arguments) const;
  const std::string& root() const { return root_; }

 private:
  std::string root_;
};

}  // namespace vigil::lifecycle

#endif  // VIGIL_TEST_LIFECYCLE_GIT_FOR_TEST_H_
