#!/bin/sh
# Run in the unpacked LLVM: gives the tools that can ask a server for debug information
# (llvm-cov, llvm-objdump, llvm-symbolizer) a libcurl that has no network. They do not start
# without one, the machine need not have any, and nothing of a build may reach a server.
set -eu
libraries=usr/lib/x86_64-linux-gnu
run() {
  tool=$1
  shift
  lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 --library-path "$libraries:lib/x86_64-linux-gnu" \
    --argv0 "$tool" "usr/lib/llvm-19/bin/$tool" "$@"
}

# CURLE_FAILED_INIT of curl.h: each call fails as on a machine whose libcurl cannot start.
cat >no_network.c <<'C'
enum { kFailedInit = 2 };
int curl_global_init(long flags) { return (void)flags, kFailedInit; }
void curl_global_cleanup(void) {}
void *curl_easy_init(void) { return 0; }
void curl_easy_cleanup(void *handle) { (void)handle; }
int curl_easy_setopt(void *handle, int option, ...) { return (void)handle, (void)option, kFailedInit; }
int curl_easy_getinfo(void *handle, int info, ...) { return (void)handle, (void)info, kFailedInit; }
int curl_easy_perform(void *handle) { return (void)handle, kFailedInit; }
const char *curl_easy_strerror(int code) { return (void)code, "the tools of the build have no network"; }
void *curl_slist_append(void *list, const char *text) { return (void)text, list; }
void curl_slist_free_all(void *list) { (void)list; }
C
echo 'CURL_OPENSSL_4 { global: curl_*; local: *; };' >no_network.map
run clang --target=x86_64-linux-gnu -c -fPIC -O1 -ffreestanding no_network.c -o no_network.o
run ld.lld -shared -soname libcurl.so.4 --version-script=no_network.map no_network.o -o "$libraries/libcurl.so.4"
rm no_network.c no_network.map no_network.o
