/* Programs compiled by LLVM, in the module. */
#ifndef DEVICE_JIT_COMPILE_H
#define DEVICE_JIT_COMPILE_H

#include <llvm-c/LLJIT.h>
#include <llvm-c/TargetMachine.h>

#include "program.h"

/* An instruction set: the bitcode of kernels/elements.c that was made for it. */
typedef struct CompileSet {
    const char *isa, *features;
    int vector_bytes;
    const char *bitcode, *bitcode_end;
} CompileSet;

typedef struct Compile {
    const CompileSet *set;
    LLVMTargetMachineRef machine;
    LLVMOrcLLJITRef jit;
    char *tune;      /* the CPU whose timing is assumed */
    int64_t count;   /* kernels so far: each has a library of its own */
} Compile;

/* NULL: no such set. */
const CompileSet *compile_set(const char *isa);
bool compile_open(Compile *compile, const CompileSet *set);
void compile_close(Compile *compile);
JitFunction compile_program(Compile *compile, const JitProgram *program);

#endif
