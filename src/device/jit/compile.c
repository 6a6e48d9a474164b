/* From a program to native code: its text (emit.c) is linked with the bitcode
 * functions that it calls, these are inlined, the loop vectoriser makes vectors
 * of the whole, and LLVM's linker puts the code into memory.
 *
 * The same bits as the precompiled loops: the bitcode has their flags
 * (no contraction, no fast-math), and the vector functions are the same ones. */
#include "compile.h"

#include <dlfcn.h>
#include <llvm-c/Analysis.h>
#include <llvm-c/BitReader.h>
#include <llvm-c/Core.h>
#include <llvm-c/Error.h>
#include <llvm-c/IRReader.h>
#include <llvm-c/Linker.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <math.h>
#include <sleef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../array/ops.h"
#include "emit.h"

/* Everything inlined into one loop without slots, then vectors; afterwards the
 * vector functions' wrappers are inlined as well. */
static const char before_vectors[] =
    "always-inline,function(sroa<modify-cfg>,early-cse<memssa>,instcombine<no-verify-fixpoint>,"
    "simplifycfg<no-switch-range-to-icmp;no-switch-to-lookup;hoist-common-insts;sink-common-insts;speculate-blocks>,"
    "loop-mssa(licm),gvn,instcombine<no-verify-fixpoint>,simplifycfg,loop-simplify,lcssa,"
    "loop-vectorize)";
static const char after_vectors[] =
    "always-inline,function(sroa<modify-cfg>,early-cse<memssa>,instcombine<no-verify-fixpoint>,simplifycfg,"
    "vector-combine,loop-mssa(licm),loop-unroll<O2>,instcombine<no-verify-fixpoint>,simplifycfg),globaldce";

/* The assembler takes the bitcode in as it is. */
#define BITCODE(set)                                                               \
    extern const char bitcode_##set[], bitcode_##set##_end[];                      \
    __asm__(".section .rodata\n.balign 16\n.globl bitcode_" #set "\n"              \
            ".hidden bitcode_" #set "\nbitcode_" #set ":\n.incbin \"kernels/elements_" #set \
            ".bc\"\n.globl bitcode_" #set "_end\n.hidden bitcode_" #set            \
            "_end\nbitcode_" #set "_end:\n.byte 0\n.previous\n");
BITCODE(sse2)
BITCODE(avx2)
BITCODE(avx512)

static const CompileSet sets[] = {
    {"avx512", "+avx2,+fma,+avx512f,+avx512dq,+avx512vl,+avx512bw", 64, bitcode_avx512,
     bitcode_avx512_end},
    {"avx2", "+avx2,+fma", 32, bitcode_avx2, bitcode_avx2_end},
    {"sse2", "", 16, bitcode_sse2, bitcode_sse2_end},
};

const CompileSet *compile_set(const char *isa) {
    for (size_t k = 0; k < sizeof sets / sizeof *sets; k++)
        if (strcmp(sets[k].isa, isa) == 0) return &sets[k];
    return NULL;
}

/* --- the compiler ------------------------------------------------------------ */

/* True if there was an error. */
static bool failed(LLVMErrorRef error) {
    if (!error) return false;
    char *text = LLVMGetErrorMessage(error);
    LLVMDisposeErrorMessage(text);
    return true;
}

static LLVMTargetMachineRef make_machine(const CompileSet *set) {
    char *triple = LLVMGetDefaultTargetTriple(), *message = NULL;
    LLVMTargetRef target;
    LLVMTargetMachineRef machine = NULL;
    if (LLVMGetTargetFromTriple(triple, &target, &message) == 0)
        machine = LLVMCreateTargetMachine(target, triple, "x86-64", set->features,
                                          LLVMCodeGenLevelDefault, LLVMRelocPIC,
                                          LLVMCodeModelJITDefault);
    LLVMDisposeMessage(triple);
    if (message) LLVMDisposeMessage(message);
    return machine;
}

/* Names that the code needs from outside: SLEEF's functions, and the C library's
 * in texts. Both are among this module's dependencies, since it refers to them. */
__attribute__((used)) static void (*const dependencies[])(void) = {
    (void (*)(void))Sleef_sind1_u10purec, (void (*)(void))(double (*)(double))exp};

static LLVMErrorRef find_symbols(LLVMOrcDefinitionGeneratorRef generator, void *context,
                                 LLVMOrcLookupStateRef *state, LLVMOrcLookupKind kind,
                                 LLVMOrcJITDylibRef library, LLVMOrcJITDylibLookupFlags flags,
                                 LLVMOrcCLookupSet names, size_t count) {
    (void)generator, (void)context, (void)state, (void)kind, (void)flags;
    for (size_t i = 0; i < count; i++) {
        void *address = dlsym(RTLD_DEFAULT, LLVMOrcSymbolStringPoolEntryStr(names[i].Name));
        if (!address) continue; /* LLVM tells what is missing */
        LLVMOrcRetainSymbolStringPoolEntry(names[i].Name);
        LLVMOrcCSymbolMapPair pair = {
            names[i].Name, {(LLVMOrcJITTargetAddress)(uintptr_t)address, {LLVMJITSymbolGenericFlagsExported, 0}}};
        LLVMErrorRef error = LLVMOrcJITDylibDefine(library, LLVMOrcAbsoluteSymbols(&pair, 1));
        if (error) return error;
    }
    return LLVMErrorSuccess;
}

/* Errors come back as values; LLVM's own reports would go to stderr. */
static void drop_error(void *context, LLVMErrorRef error) {
    (void)context;
    failed(error);
}

static void say_nothing(LLVMDiagnosticInfoRef info, void *context) {
    (void)info, (void)context;
}

bool compile_open(Compile *compile, const CompileSet *set) {
    *compile = (Compile){.set = set, .machine = make_machine(set), .tune = LLVMGetHostCPUName()};
    LLVMTargetMachineRef own = make_machine(set);
    if (!compile->machine || !own) return false;
    LLVMOrcLLJITBuilderRef builder = LLVMOrcCreateLLJITBuilder();
    LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(
        builder, LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(own));
    if (failed(LLVMOrcCreateLLJIT(&compile->jit, builder))) return false;
    LLVMOrcExecutionSessionSetErrorReporter(LLVMOrcLLJITGetExecutionSession(compile->jit),
                                            drop_error, NULL);
    LLVMOrcJITDylibAddGenerator(
        LLVMOrcLLJITGetMainJITDylib(compile->jit),
        LLVMOrcCreateCustomCAPIDefinitionGenerator(find_symbols, NULL, NULL));
    return true;
}

void compile_close(Compile *compile) {
    if (compile->jit) failed(LLVMOrcDisposeLLJIT(compile->jit));
    if (compile->machine) LLVMDisposeTargetMachine(compile->machine);
    if (compile->tune) LLVMDisposeMessage(compile->tune);
}

/* --- linking with the ops ------------------------------------------------------ */

/* Bodies are read when the linker takes a function, and it takes those that are
 * asked for: the others are as if inline. */
static LLVMModuleRef read_bitcode(LLVMContextRef context, const CompileSet *set) {
    LLVMModuleRef module = NULL;
    LLVMMemoryBufferRef buffer = LLVMCreateMemoryBufferWithMemoryRange(
        set->bitcode, (size_t)(set->bitcode_end - set->bitcode), "elements", false);
    if (LLVMGetBitcodeModuleInContext2(context, buffer, &module)) {
        LLVMDisposeMemoryBuffer(buffer);
        return NULL;
    }
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f; f = LLVMGetNextFunction(f))
        if (!LLVMIsDeclaration(f)) LLVMSetLinkage(f, LLVMLinkOnceODRLinkage);
    return module;
}

/* The functions on vectors that stand for one_NAME in loops. */
static void declare_vectors(LLVMModuleRef module, LLVMModuleRef bitcode, const char *name) {
    static const char *const widths[] = {"whole", "half"};
    for (int w = 0; w < 2; w++) {
        char full[64];
        snprintf(full, sizeof full, "%s_%s", widths[w], name);
        LLVMValueRef f = LLVMGetNamedFunction(bitcode, full);
        if (f) LLVMAddFunction(module, full, LLVMGlobalGetValueType(f));
    }
}

/* Attribute text: vectors of `lanes` elements go to the function's wide form. */
static void map_vectors(LLVMContextRef context, LLVMModuleRef module, const CompileSet *set,
                        const char *name, int itemsize) {
    char one[64], map[256] = "", full[64];
    snprintf(one, sizeof one, "one_%s", name);
    LLVMValueRef f = LLVMGetNamedFunction(module, one);
    if (!f) return;
    const char *shape = LLVMCountParams(f) == 2 ? "vv" : "v";
    for (int w = 0; w < 2; w++) {
        snprintf(full, sizeof full, "%s_%s", w ? "half" : "whole", name);
        if (!LLVMGetNamedFunction(module, full)) continue;
        size_t used = strlen(map);
        snprintf(map + used, sizeof map - used, "%s_ZGV_LLVM_N%d%s_%s(%s)", used ? "," : "",
                 set->vector_bytes / itemsize >> w, shape, one, full);
    }
    static const char key[] = "vector-function-abi-variant";
    LLVMAddAttributeAtIndex(f, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                            LLVMCreateStringAttribute(context, key, sizeof key - 1, map,
                                                      (unsigned)strlen(map)));
}

static bool name_of(const JitStep *step, char *name, size_t size) {
    bool is_float = step->loop == ARR_FLOAT32 || step->loop == ARR_FLOAT64;
    if (step->kind != JIT_OP || !is_float) return false;
    snprintf(name, size, "%s_%s", emit_op_name(step->op), emit_type_name(step->loop));
    return true;
}

static bool link_ops(LLVMContextRef context, LLVMModuleRef module, const CompileSet *set,
                     const JitProgram *program) {
    char name[48];
    LLVMModuleRef bitcode = read_bitcode(context, set);
    if (!bitcode) return false;
    LLVMSetTarget(module, LLVMGetTarget(bitcode));
    LLVMSetDataLayout(module, LLVMGetDataLayoutStr(bitcode));
    for (int s = 0; s < program->step_count; s++) {
        const JitStep *step = &program->steps[s];
        if (name_of(step, name, sizeof name) ) {
            char whole[64];
            snprintf(whole, sizeof whole, "whole_%s", name);
            if (!LLVMGetNamedFunction(module, whole)) declare_vectors(module, bitcode, name);
        }
    }
    if (LLVMLinkModules2(module, bitcode)) return false;
    for (int s = 0; s < program->step_count; s++)
        if (name_of(&program->steps[s], name, sizeof name))
            map_vectors(context, module, set, name, program->steps[s].loop == ARR_FLOAT32 ? 4 : 8);
    return true;
}

/* --- attributes ----------------------------------------------------------------- */

static void add_text(LLVMContextRef context, LLVMValueRef f, const char *key, const char *value) {
    LLVMAddAttributeAtIndex(f, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                            LLVMCreateStringAttribute(context, key, (unsigned)strlen(key), value,
                                                      (unsigned)strlen(value)));
}

static void add_flag(LLVMContextRef context, LLVMValueRef f, const char *name) {
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    LLVMAddAttributeAtIndex(f, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                            LLVMCreateEnumAttribute(context, kind, 0));
}

static bool begins(LLVMValueRef f, const char *prefix) {
    size_t length;
    return strncmp(LLVMGetValueName2(f, &length), prefix, strlen(prefix)) == 0;
}

/* One set of features for all, so that everything may be inlined; false: the
 * bitcode lacks a function. */
static bool prepare_functions(const Compile *compile, LLVMContextRef context, LLVMModuleRef module) {
    static const char *const widths[] = {"128", "256", "512"};
    int w = compile->set->vector_bytes == 64 ? 2 : compile->set->vector_bytes == 32;
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f; f = LLVMGetNextFunction(f)) {
        bool op = begins(f, "op_") || begins(f, "element_");
        if (LLVMIsDeclaration(f)) {
            if (op) return false;
            continue;
        }
        add_text(context, f, "target-cpu", "x86-64");
        add_text(context, f, "target-features", compile->set->features);
        add_text(context, f, "tune-cpu", compile->tune);
        add_text(context, f, "prefer-vector-width", widths[w]);
        add_text(context, f, "min-legal-vector-width", widths[w]);
        if (op) add_flag(context, f, "alwaysinline");
    }
    return true;
}

/* --- vectors ---------------------------------------------------------------------- */

/* Whether a loop of the kernel got vectors. */
static bool has_vectors(LLVMValueRef kernel) {
    for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(kernel); b; b = LLVMGetNextBasicBlock(b)) {
        const char *name = LLVMGetBasicBlockName(b);
        if (strncmp(name, "vector.body", 11) == 0) return true;
    }
    return false;
}

/* Vectors that go to the kernel's outputs bypass the cache. */
static void make_streaming(LLVMContextRef context, LLVMValueRef kernel) {
    LLVMMetadataRef one = LLVMValueAsMetadata(LLVMConstInt(LLVMInt32TypeInContext(context), 1, false));
    LLVMValueRef node = LLVMMetadataAsValue(context, LLVMMDNodeInContext2(context, &one, 1));
    unsigned kind = LLVMGetMDKindIDInContext(context, "nontemporal", 11);
    for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(kernel); b; b = LLVMGetNextBasicBlock(b))
        for (LLVMValueRef i = LLVMGetFirstInstruction(b); i; i = LLVMGetNextInstruction(i)) {
            if (LLVMGetInstructionOpcode(i) != LLVMStore) continue;
            LLVMTypeRef type = LLVMTypeOf(LLVMGetOperand(i, 0));
            if (LLVMGetTypeKind(type) != LLVMVectorTypeKind) continue;
            unsigned long long bytes = LLVMStoreSizeOfType(
                LLVMGetModuleDataLayout(LLVMGetGlobalParent(kernel)), type);
            if (bytes < 16 || bytes > 64) continue;
            LLVMSetAlignment(i, (unsigned)bytes);
            LLVMSetMetadata(i, kind, node);
        }
}

static bool optimise(const Compile *compile, LLVMContextRef context, LLVMModuleRef module,
                     const JitProgram *program) {
    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    LLVMPassBuilderOptionsSetLoopVectorization(options, true);
    LLVMPassBuilderOptionsSetLoopInterleaving(options, true);
    LLVMValueRef kernel = LLVMGetNamedFunction(module, EMIT_KERNEL);
    bool good = !failed(LLVMRunPasses(module, before_vectors, compile->machine, options));
    if (good && !program->always && !has_vectors(kernel)) good = false;
    for (LLVMValueRef f = LLVMGetFirstFunction(module); good && f; f = LLVMGetNextFunction(f)) {
        if (LLVMIsDeclaration(f) || f == kernel) continue;
        LLVMSetLinkage(f, LLVMInternalLinkage);
        if (begins(f, "whole_") || begins(f, "half_")) add_flag(context, f, "alwaysinline");
    }
    if (good) good = !failed(LLVMRunPasses(module, after_vectors, compile->machine, options));
    LLVMDisposePassBuilderOptions(options);
    if (good && program->streams) make_streaming(context, kernel);
    return good;
}

/* --- a program ---------------------------------------------------------------------- */

static LLVMModuleRef make_module(const Compile *compile, LLVMContextRef context,
                                 const JitProgram *program) {
    size_t length;
    LLVMModuleRef module = NULL;
    char *message = NULL, *text = emit_program(program, &length);
    if (!text) return NULL;
    LLVMMemoryBufferRef buffer = LLVMCreateMemoryBufferWithMemoryRangeCopy(text, length, "kernel");
    free(text);
    if (LLVMParseIRInContext(context, buffer, &module, &message)) module = NULL;
    if (message) LLVMDisposeMessage(message);
    if (!module) return NULL;
    bool good = link_ops(context, module, compile->set, program) &&
                prepare_functions(compile, context, module) &&
                LLVMVerifyModule(module, LLVMReturnStatusAction, NULL) == 0 &&
                optimise(compile, context, module, program) &&
                LLVMVerifyModule(module, LLVMReturnStatusAction, NULL) == 0;
    if (good) return module;
    LLVMDisposeModule(module);
    return NULL;
}

/* The code of a module, which is taken over; its kernel gets a name of its own. */
static JitFunction make_code(Compile *compile, LLVMOrcThreadSafeContextRef context,
                             LLVMModuleRef module) {
    char name[32];
    LLVMOrcExecutorAddress address = 0;
    int length = snprintf(name, sizeof name, EMIT_KERNEL "%lld", (long long)compile->count++);
    LLVMSetValueName2(LLVMGetNamedFunction(module, EMIT_KERNEL), name, (size_t)length);
    LLVMOrcThreadSafeModuleRef owned = LLVMOrcCreateNewThreadSafeModule(module, context);
    LLVMOrcJITDylibRef library = LLVMOrcLLJITGetMainJITDylib(compile->jit);
    if (failed(LLVMOrcLLJITAddLLVMIRModule(compile->jit, library, owned)) ||
        failed(LLVMOrcLLJITLookup(compile->jit, &address, name)))
        return NULL;
    return (JitFunction)(uintptr_t)address;
}

JitFunction compile_program(Compile *compile, const JitProgram *program) {
    LLVMOrcThreadSafeContextRef shared = LLVMOrcCreateNewThreadSafeContext();
    LLVMContextRef context = LLVMOrcThreadSafeContextGetContext(shared);
    LLVMContextSetDiagnosticHandler(context, say_nothing, NULL);
    LLVMModuleRef module = make_module(compile, context, program);
    JitFunction function = module ? make_code(compile, shared, module) : NULL;
    LLVMOrcDisposeThreadSafeContext(shared);
    return function;
}
