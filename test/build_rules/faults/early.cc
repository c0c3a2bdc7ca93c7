// Opens a window for itself before anybody watches.
extern unsigned OpenWindow();

unsigned window = OpenWindow();
