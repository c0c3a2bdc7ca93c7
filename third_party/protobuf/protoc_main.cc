// The schema compiler, with the generators that this project uses: C++ for the
// hosts, Python for Nanopb's generator. Plugins serve the rest.
#include "google/protobuf/compiler/command_line_interface.h"
#include "google/protobuf/compiler/cpp/generator.h"
#include "google/protobuf/compiler/python/generator.h"

int main(int argc, char** argv) {
  google::protobuf::compiler::CommandLineInterface cli;
  cli.AllowPlugins("protoc-");
  google::protobuf::compiler::cpp::CppGenerator cpp;
  cli.RegisterGenerator("--cpp_out", "--cpp_opt", &cpp, "C++ source and header.");
  google::protobuf::compiler::python::Generator python;
  cli.RegisterGenerator("--python_out", "--python_opt", &python, "Python source.");
  return cli.Run(argc, argv);
}
