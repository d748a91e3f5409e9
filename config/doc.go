// Package config holds the product's policy as data, and the code that loads and
// checks it. Every value says where it comes from (basis) and how firm it is
// (flag: assumed or contractual); none is hard-coded elsewhere.
//
// The files are embedded in the program as the default. An administrator's own
// directory replaces them file by file. What is wrong with a file is reported
// with the file, the key and what to do about it.
package config
