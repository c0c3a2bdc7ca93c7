// Stands in for TypeScript 5 and its virtual file system inside protoc-gen-es:
// they turn generated TypeScript into JavaScript, which is not asked for here
// (target=ts). Whoever asks for it meets an undefined function, not a wrong file.
export default {};
