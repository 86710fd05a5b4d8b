// %% first
Math.random();

// %% second
("second");

// %% third
("third");
