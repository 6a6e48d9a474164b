/* What the machine does itself with ints, floats and lists. Each function returns
 * false, or NULL, where the long way must decide. */
#ifndef LANG_CODE_FAST_H
#define LANG_CODE_FAST_H

#include "code.h"
#include "eval_fast.h"

static inline bool both(const Value *a, const Value *b, uint32_t kind) {
    return ((a->kind ^ kind) | (b->kind ^ kind)) == 0;
}

/* An int or a float. */
static inline bool to_double(const Value *v, double *x) {
    if (v->kind == VALUE_FLOAT) *x = v->number;
    else if (v->kind == VALUE_INT) *x = (double)v->integer;
    else return false;
    return true;
}

static inline void copy(Value *to, const Value *from) {
    uint32_t kind = from->kind;
    int64_t payload = from->integer;
    to->kind = kind;
    to->integer = payload;
}

/* --- arithmetic  ------------------------------------ */

static inline bool int_add(int64_t a, int64_t b, int64_t *r) {
    return !__builtin_add_overflow(a, b, r);
}

static inline bool int_subtract(int64_t a, int64_t b, int64_t *r) {
    return !__builtin_sub_overflow(a, b, r);
}

static inline bool int_multiply(int64_t a, int64_t b, int64_t *r) {
    return !__builtin_mul_overflow(a, b, r);
}

/* Divisions of 32 bits are several times as fast. */
static inline bool is_short(int64_t a, int64_t b) {
    return ((uint64_t)(a | b) >> 32) == 0;
}

static inline bool int_floor_divide(int64_t a, int64_t b, int64_t *r) {
    if (b <= 0) return false;
    if (is_short(a, b)) *r = (uint32_t)a / (uint32_t)b;
    else *r = a / b - (a % b < 0);
    return true;
}

static inline bool int_remainder(int64_t a, int64_t b, int64_t *r) {
    if (b <= 0) return false;
    if (is_short(a, b)) *r = (uint32_t)a % (uint32_t)b;
    else *r = a % b + (a % b < 0 ? b : 0);
    return true;
}

static inline bool float_add(double a, double b, double *r) {
    *r = a + b;
    return true;
}

static inline bool float_subtract(double a, double b, double *r) {
    *r = a - b;
    return true;
}

static inline bool float_multiply(double a, double b, double *r) {
    *r = a * b;
    return true;
}

static inline bool float_divide(double a, double b, double *r) {
    *r = a / b;
    return b != 0;
}

/* The quotient of two ints is rounded once only while they are doubles. */
static inline bool are_exact(int64_t a, int64_t b) {
    return fast_exact(a) && fast_exact(b);
}

/* Floats that are not divided that way. */
static inline bool float_none(double a, double b, double *r) {
    (void)a, (void)b, (void)r;
    return false;
}

/* --- items of lists ------------------------------------------------------------------------ */

/* NULL: no item of a list, or not by a plain int within it. */
static inline Value *list_item(const Value *object, const Value *index) {
    if (object->kind != VALUE_LIST || index->kind != VALUE_INT) return NULL;
    const SequenceObject *list = VALUE_AS(SequenceObject, *object);
    int64_t at = index->integer < 0 ? index->integer + list->count : index->integer;
    return (uint64_t)at < (uint64_t)list->count ? &list->items[at] : NULL;
}

#endif
