/* What the machine (code_run.c) shares with its long ways (code_long.c).
 *
 * Registers own what they hold; an operand's temporary is emptied by whoever
 * uses it. Registers that are written hold no reference, or are released. */
#ifndef LANG_CODE_MACHINE_H
#define LANG_CODE_MACHINE_H

#include "code.h"

static inline Value *code_at(Value *base, int32_t bytes) {
    return (Value *)(void *)((char *)base + bytes);
}

/* Kind and payload of registers are read and written one by one: a wide load of what two stores
 * have just written waits for them. */
static inline Value code_read(const Value *at) {
    return (Value){.kind = at->kind, .integer = at->integer};
}

static inline Value *code_operand_at(const Frame *frame, const Code *code, int32_t operand) {
    return code_at(operand < 0 ? code->consts_end : frame->locals, operand);
}

/* Takes value over. */
static inline void code_put(const Frame *frame, int32_t place, Value value) {
    Value *at = code_at(frame->locals, place), old = code_read(at);
    at->kind = value.kind;
    at->integer = value.integer;
    value_release(frame->state, old);
}

/* What an instruction does when its fast path does not hold. */
ArrStatus code_long_move(Frame *frame, const Code *code, const CodeInstr *i);
ArrStatus code_long_load(Frame *frame, const CodeInstr *i);
ArrStatus code_store(Frame *frame, const Code *code, const CodeInstr *i); /* STORE, STORE_NAME */
ArrStatus code_assign(Frame *frame, const CodeInstr *i);
ArrStatus code_long_binary(Frame *frame, const Code *code, const CodeInstr *i); /* ITEM too */
ArrStatus code_unary(Frame *frame, const Code *code, const CodeInstr *i);       /* NOT too */
ArrStatus code_compare(Frame *frame, const Code *code, const CodeInstr *i);
ArrStatus code_long_test(Frame *frame, const Code *code, const CodeInstr *i, bool *truth);
ArrStatus code_long_truth(Frame *frame, const Code *code, const CodeInstr *i, bool *truth);
ArrStatus code_long_set_item(Frame *frame, const Code *code, const CodeInstr *i);
/* *done: the statement is. */
ArrStatus code_augment_begin(Frame *frame, const Code *code, const CodeInstr *i, bool *done);
ArrStatus code_append(Frame *frame, const CodeInstr *i);
ArrStatus code_attribute(Frame *frame, const Code *code, const CodeInstr *i);
ArrStatus code_method(Frame *frame, const Code *code, const CodeInstr *i);
ArrStatus code_long_call(Frame *frame, const CodeInstr *i);
ArrStatus code_call_method(Frame *frame, const CodeInstr *i);
ArrStatus code_eval(Frame *frame, const CodeInstr *i);

/* Loops: FOR_RANGE (*begun: it is Python's range of ints), FOR_BEGIN, and one
 * step of a loop that counts nothing (*more: there was an item). */
ArrStatus code_for_range(Frame *frame, const CodeInstr *i, bool *begun);
ArrStatus code_for_begin(Frame *frame, const CodeInstr *i);
ArrStatus code_for_step(Frame *frame, const CodeInstr *i, bool *more);

#endif
