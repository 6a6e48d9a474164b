/* A program as LLVM's text: one loop over a row inside one over rows. Values
 * live in slots on the stack until LLVM makes registers of them; ops are calls
 * of the bitcode that was made of ops.def (kernels/elements.c).
 *
 * Iterations are independent: loads and stores of the same elements meet in
 * one iteration only, loads first (graph/fuse.c sees to that). */
#include "emit.h"

#include <stdio.h>
#include <stdlib.h>

#include "../../array/ops.h"
#undef I

static const char *const op_names[] = {
#define ELEMENTWISE(id, ...) #id,
#define REDUCTION(...)
#include "../../array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
};

/* Ops that are calls of vector functions. */
static const bool op_calls[] = {
#define ELEMENTWISE(id, name, alias, arity, rule, cost, b, i, f, c, vector, ...) OP_HAS(vector),
#define REDUCTION(...)
#include "../../array/ops.def"
#undef ELEMENTWISE
#undef REDUCTION
};

/* An element is one or two parts of a type of LLVM's. */
typedef struct ElementType {
    const char *name, *part;
    int parts, part_bytes;
} ElementType;

static const ElementType types[ARR_DTYPE_COUNT] = {
    [ARR_BOOL] = {"BOOL", "i8", 1, 1},
    [ARR_INT8] = {"INT8", "i8", 1, 1},
    [ARR_INT16] = {"INT16", "i16", 1, 2},
    [ARR_INT32] = {"INT32", "i32", 1, 4},
    [ARR_INT64] = {"INT64", "i64", 1, 8},
    [ARR_UINT8] = {"UINT8", "i8", 1, 1},
    [ARR_UINT16] = {"UINT16", "i16", 1, 2},
    [ARR_UINT32] = {"UINT32", "i32", 1, 4},
    [ARR_UINT64] = {"UINT64", "i64", 1, 8},
    [ARR_FLOAT32] = {"FLOAT32", "float", 1, 4},
    [ARR_FLOAT64] = {"FLOAT64", "double", 1, 8},
    [ARR_COMPLEX64] = {"COMPLEX64", "float", 2, 4},
    [ARR_COMPLEX128] = {"COMPLEX128", "double", 2, 8},
};

const char *emit_op_name(int op) {
    return op_names[op];
}

const char *emit_type_name(int dtype) {
    return types[dtype].name;
}

static int item_bytes(const JitStep *step) {
    return types[step->dtype].parts * types[step->dtype].part_bytes;
}

static bool is_operand(const JitStep *step) {
    return step->kind == JIT_LOAD || step->kind == JIT_STORE;
}

/* The operand's place in the row, in bytes from its first element. */
static void emit_offset(FILE *out, const JitStep *step, int s, int k) {
    static const int items[] = {[JIT_UNIT] = 1, [JIT_BACKWARD] = -1, [JIT_2] = 2,
                                [JIT_3] = 3,    [JIT_4] = 4};
    if (step->stride == JIT_ANY)
        fprintf(out, "  %%d%d = mul nsw i64 %%i, %%inner%d\n", s, k);
    else
        fprintf(out, "  %%d%d = mul nsw i64 %%i, %d\n", s, items[step->stride] * item_bytes(step));
    fprintf(out, "  %%q%d = getelementptr inbounds i8, ptr %%p%d, i64 %%d%d\n", s, k, s);
}

/* Copies one element. group: accesses that iterations do not share. */
static void emit_copy(FILE *out, const char *name, int s, const ElementType *type, const char *to,
                      const char *from, const char *load_group, const char *store_group) {
    for (int part = 0; part < type->parts; part++) {
        int at = part * type->part_bytes;
        fprintf(out, "  %%%s%d.f%d = getelementptr inbounds i8, ptr %s, i64 %d\n", name, s, part,
                from, at);
        fprintf(out, "  %%%s%d.t%d = getelementptr inbounds i8, ptr %s, i64 %d\n", name, s, part,
                to, at);
        fprintf(out, "  %%%s%d.x%d = load %s, ptr %%%s%d.f%d, align %d%s\n", name, s, part,
                type->part, name, s, part, type->part_bytes, load_group);
        fprintf(out, "  store %s %%%s%d.x%d, ptr %%%s%d.t%d, align %d%s\n", type->part, name, s,
                part, name, s, part, type->part_bytes, store_group);
    }
}

static void emit_load(FILE *out, const JitStep *step, int s, int k, const char *group) {
    char to[16], from[16];
    bool scalar = step->stride == JIT_SCALAR;
    snprintf(to, sizeof to, "%%v%d", s);
    snprintf(from, sizeof from, "%%%s%d", scalar ? "p" : "q", scalar ? k : s);
    emit_copy(out, "l", s, &types[step->dtype], to, from, group, "");
}

static void emit_store(FILE *out, const JitStep *step, int s) {
    char to[16], from[16];
    snprintf(to, sizeof to, "%%q%d", s);
    snprintf(from, sizeof from, "%%v%d", step->src[0]);
    emit_copy(out, "s", s, &types[step->dtype], to, from, "", ", !llvm.access.group !1");
}

/* Is it computed of floats, so that the processor notes what goes wrong? */
static bool is_computed(const JitStep *step) {
    return step->kind == JIT_OP && types[step->dtype].part[0] != 'i';
}

/* A value that where() chooses from, by way of ints: an op whose result only goes
 * there would be masked by the condition, and what it meets elsewhere not be
 * noted, where NumPy computes all elements. */
static void emit_unmasked(FILE *out, const ElementType *type, int s, int j, int from) {
    const char *bits = type->part_bytes == 4 ? "i32" : "i64";
    char name[32], zero[48] = "%zero";
    snprintf(name, sizeof name, "%%w%d.%d", s, j);
    if (type->part_bytes == 4) {
        snprintf(zero, sizeof zero, "%s.zero", name);
        fprintf(out, "  %s = trunc i64 %%zero to i32\n", zero);
    }
    for (int part = 0; part < type->parts; part++) {
        int at = part * type->part_bytes;
        fprintf(out, "  %s.f%d = getelementptr inbounds i8, ptr %%v%d, i64 %d\n", name, part, from, at);
        fprintf(out, "  %s.t%d = getelementptr inbounds i8, ptr %s, i64 %d\n", name, part, name, at);
        fprintf(out, "  %s.x%d = load %s, ptr %s.f%d, align %d\n", name, part, bits, name, part,
                type->part_bytes);
        fprintf(out, "  %s.o%d = or %s %s.x%d, %s\n", name, part, bits, name, part, zero);
        fprintf(out, "  store %s %s.o%d, ptr %s.t%d, align %d\n", bits, name, part, name, part,
                type->part_bytes);
    }
}

static void emit_where(FILE *out, const JitProgram *program, int s) {
    const JitStep *step = &program->steps[s];
    bool unmasked[3] = {false, is_computed(&program->steps[step->src[1]]),
                        is_computed(&program->steps[step->src[2]])};
    for (int j = 1; j < 3; j++)
        if (unmasked[j]) emit_unmasked(out, &types[step->dtype], s, j, step->src[j]);
    fprintf(out, "  call void @op_%s_%s(ptr %%v%d", op_names[step->op], types[step->loop].name, s);
    for (int j = 0; j < 3; j++) {
        if (unmasked[j]) fprintf(out, ", ptr %%w%d.%d", s, j);
        else fprintf(out, ", ptr %%v%d", step->src[j]);
    }
    fprintf(out, ")\n");
}

static void emit_value(FILE *out, const JitProgram *program, int s) {
    const JitStep *step = &program->steps[s];
    const int16_t *src = step->src;
    if (step->kind == JIT_RANGE) {
        fprintf(out, "  call void @element_range_%s(ptr %%v%d, i64 %%index, ptr %%c%d, ptr %%e%d)\n",
                types[step->dtype].name, s, s, s);
    } else if (step->kind == JIT_CAST) {
        fprintf(out, "  call void @element_cast_%s_%s(ptr %%v%d, ptr %%v%d)\n",
                types[step->loop].name, types[step->dtype].name, s, src[0]);
    } else if (step->op == OP_WHERE) {
        emit_where(out, program, s);
    } else {
        fprintf(out, "  call void @op_%s_%s(ptr %%v%d", op_names[step->op], types[step->loop].name,
                s);
        for (int j = 0; j < 3; j++)
            fprintf(out, ", ptr %%v%d", src[j] >= 0 ? src[j] : src[0]);
        fprintf(out, ")\n");
    }
}

/* The declarations are told once each: text refuses repetition. */
static void emit_declarations(FILE *out, const JitProgram *program) {
    for (int s = 0; s < program->step_count; s++) {
        const JitStep *step = &program->steps[s];
        bool seen = false;
        for (int t = 0; t < s && !seen; t++) {
            const JitStep *other = &program->steps[t];
            seen = other->kind == step->kind && other->op == step->op &&
                   other->loop == step->loop &&
                   (step->kind == JIT_OP || other->dtype == step->dtype);
        }
        if (seen) continue;
        if (step->kind == JIT_RANGE)
            fprintf(out, "declare void @element_range_%s(ptr, i64, ptr, ptr)\n",
                    types[step->dtype].name);
        else if (step->kind == JIT_CAST)
            fprintf(out, "declare void @element_cast_%s_%s(ptr, ptr)\n", types[step->loop].name,
                    types[step->dtype].name);
        else if (step->kind == JIT_OP)
            fprintf(out, "declare void @op_%s_%s(ptr, ptr, ptr, ptr)\n", op_names[step->op],
                    types[step->loop].name);
    }
}

static void emit_slot(FILE *out, char name, int s, const ElementType *type) {
    fprintf(out, "  %%%c%d = alloca [%d x %s], align 16\n", name, s, type->parts, type->part);
}

static void emit_constant(FILE *out, char name, int s, const ElementType *type, int c) {
    char to[16], from[16], label[4] = {'k', name, 0};
    snprintf(to, sizeof to, "%%%c%d", name, s);
    snprintf(from, sizeof from, "%%constant%d", c);
    fprintf(out, "  %s = getelementptr inbounds i8, ptr %%constants, i64 %d\n", from, 16 * c);
    emit_copy(out, label, s, type, to, from, "", "");
}

static void emit_entry(FILE *out, const JitProgram *program) {
    static const struct { const char *name, *type; } fields[] = {
        {"at", "ptr"}, {"inner", "ptr"}, {"outer", "ptr"}, {"constants", "ptr"},
        {"first", "i64"}, {"pitch", "i64"}, {"n", "i64"}, {"rows", "i64"}, {"zero", "i64"}};
    for (int f = 0; f < 9; f++)
        fprintf(out, "  %%field%d = getelementptr inbounds i8, ptr %%call, i64 %d\n"
                     "  %%%s = load %s, ptr %%field%d, align 8\n",
                f, 8 * f, fields[f].name, fields[f].type, f);
    int k = 0, c = 0;
    for (int s = 0; s < program->step_count; s++) {
        const JitStep *step = &program->steps[s];
        const ElementType *type = &types[step->dtype];
        if (step->kind != JIT_STORE) emit_slot(out, 'v', s, type);
        for (int j = 1; j < 3 && step->kind == JIT_OP && step->op == OP_WHERE; j++)
            fprintf(out, "  %%w%d.%d = alloca [%d x %s], align 16\n", s, j, type->parts, type->part);
        if (step->kind == JIT_CONSTANT) emit_constant(out, 'v', s, type, c++);
        if (step->kind == JIT_RANGE) {
            emit_slot(out, 'c', s, type);
            emit_slot(out, 'e', s, type);
            emit_constant(out, 'c', s, type, c++);
            emit_constant(out, 'e', s, type, c++);
        }
        if (!is_operand(step)) continue;
        fprintf(out, "  %%at%d = getelementptr inbounds ptr, ptr %%at, i64 %d\n"
                     "  %%start%d = load ptr, ptr %%at%d, align 8\n"
                     "  %%outers%d = getelementptr inbounds i64, ptr %%outer, i64 %d\n"
                     "  %%outer%d = load i64, ptr %%outers%d, align 8\n", k, k, k, k, k, k, k, k);
        if (step->stride == JIT_ANY)
            fprintf(out, "  %%inners%d = getelementptr inbounds i64, ptr %%inner, i64 %d\n"
                         "  %%inner%d = load i64, ptr %%inners%d, align 8\n", k, k, k, k);
        k++;
    }
    fprintf(out, "  br label %%row\n");
}

/* The row's operands, and its elements that stay the same. */
static void emit_row(FILE *out, const JitProgram *program) {
    fprintf(out, "row:\n  %%r = phi i64 [ 0, %%entry ], [ %%r.next, %%rowend ]\n"
                 "  %%base = phi i64 [ %%first, %%entry ], [ %%base.next, %%rowend ]\n");
    int k = 0;
    for (int s = 0; s < program->step_count; s++) {
        if (!is_operand(&program->steps[s])) continue;
        fprintf(out, "  %%p%d = phi ptr [ %%start%d, %%entry ], [ %%p%d.next, %%rowend ]\n", k, k, k);
        k++;
    }
    k = 0;
    for (int s = 0; s < program->step_count; s++) {
        const JitStep *step = &program->steps[s];
        if (step->kind == JIT_LOAD && step->stride == JIT_SCALAR) emit_load(out, step, s, k, "");
        k += is_operand(step);
    }
    fprintf(out, "  br label %%body\n");
}

static void emit_body(FILE *out, const JitProgram *program) {
    fprintf(out, "body:\n  %%i = phi i64 [ 0, %%row ], [ %%i.next, %%body ]\n"
                 "  %%index = add i64 %%base, %%i\n");
    int k = 0;
    for (int s = 0; s < program->step_count; s++) {
        const JitStep *step = &program->steps[s];
        if (is_operand(step)) {
            bool walks = step->stride != JIT_SCALAR;
            if (walks) emit_offset(out, step, s, k);
            if (step->kind == JIT_STORE) emit_store(out, step, s);
            else if (walks) emit_load(out, step, s, k, ", !llvm.access.group !1");
            k++;
        } else if (step->kind != JIT_CONSTANT) {
            emit_value(out, program, s);
        }
    }
    fprintf(out, "  %%i.next = add nuw nsw i64 %%i, 1\n"
                 "  %%row.done = icmp eq i64 %%i.next, %%n\n"
                 "  br i1 %%row.done, label %%rowend, label %%body, !llvm.loop !2\n");
}

static void emit_row_end(FILE *out, const JitProgram *program) {
    fprintf(out, "rowend:\n  %%r.next = add nuw nsw i64 %%r, 1\n"
                 "  %%base.next = add i64 %%base, %%pitch\n");
    int k = 0;
    for (int s = 0; s < program->step_count; s++) {
        if (!is_operand(&program->steps[s])) continue;
        fprintf(out, "  %%p%d.next = getelementptr inbounds i8, ptr %%p%d, i64 %%outer%d\n", k, k, k);
        k++;
    }
    fprintf(out, "  %%done = icmp eq i64 %%r.next, %%rows\n"
                 "  br i1 %%done, label %%exit, label %%row\n"
                 "exit:\n  ret void\n}\n");
}

/* How many vectors a round of the loop takes; 0: LLVM knows. It counts operations,
 * not how they wait for each other, so long chains on few operands would go one
 * by one (measured on a polynomial of degree 20: 1.4 times the time). Calls
 * leave no registers to keep more than one. */
static int interleaving(const JitProgram *program) {
    enum { LONG = 8, FEW = 3, VECTORS = 4 };
    int ops = 0, loads = 0;
    for (int s = 0; s < program->step_count; s++) {
        const JitStep *step = &program->steps[s];
        if (step->kind == JIT_OP && op_calls[step->op]) return 1;
        ops += step->kind == JIT_OP;
        loads += step->kind == JIT_LOAD;
    }
    return ops >= LONG && loads <= FEW ? VECTORS : 0;
}

char *emit_program(const JitProgram *program, size_t *length) {
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    if (!out) return NULL;
    emit_declarations(out, program);
    fprintf(out, "define void @" EMIT_KERNEL "(ptr noalias nocapture readonly %%call) nounwind {\nentry:\n");
    emit_entry(out, program);
    emit_row(out, program);
    emit_body(out, program);
    emit_row_end(out, program);
    fprintf(out, "!1 = distinct !{}\n"
                 "!2 = distinct !{!2, !3, !4, !5}\n"
                 "!3 = !{!\"llvm.loop.parallel_accesses\", !1}\n"
                 "!4 = !{!\"llvm.loop.vectorize.enable\", i1 true}\n"
                 "!5 = !{!\"llvm.loop.interleave.count\", i32 %d}\n",
            interleaving(program));
    if (fclose(out) == 0) return text;
    free(text);
    return NULL;
}
