/* A program as the text of LLVM's intermediate representation. */
#ifndef DEVICE_JIT_EMIT_H
#define DEVICE_JIT_EMIT_H

#include <stddef.h>

#include "program.h"

#define EMIT_KERNEL "kernel"

/* malloc'ed; NULL: memory is short. */
char *emit_program(const JitProgram *program, size_t *length);
/* "ADD", "FLOAT64": the parts of the names of functions in the bitcode. */
const char *emit_op_name(int op);
const char *emit_type_name(int dtype);

#endif
