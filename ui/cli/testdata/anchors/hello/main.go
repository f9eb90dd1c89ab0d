// Command hello is what starting a program costs.
package main

import "fmt"

func main() { fmt.Println("hello") }
