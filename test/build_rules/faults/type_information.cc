// A branch on the dynamic type.
struct Source {
  virtual int Read() = 0;
};
struct Sensor : Source {
  int Read() override { return 1; }
};
bool IsSensor(Source* source) { return dynamic_cast<Sensor*>(source) != nullptr; }
