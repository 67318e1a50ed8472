package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.assembler.HostBits;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.runtime.Arithmetic;
import org.vexhost.sandbox.meter.CanonicalNans;
import org.vexhost.sandbox.meter.NanBits;

/** Writes arithmetic and conversions, each as a JVM instruction or a call of a helper. */
public final class NumericWriter {

    private static final long LOW_32 = 0xFFFF_FFFFL;

    private final MethodCode code;
    private final NanBits nans;

    public NumericWriter(MethodCode code, NanBits nans) {
        this.code = code;
        this.nans = nans;
    }

    /** Writes an operation whose operands are on the stack. */
    public void write(int op) {
        if (op < 0x79) {
            ints(op);
        } else if (op < 0x8B) {
            longs(op);
        } else if (op < 0xA7) {
            floats(op);
        } else if (op <= Op.LAST_NUMERIC) {
            conversion(op);
        } else {
            saturating(op);
        }
        if (nans == NanBits.CANONICAL && CanonicalNans.needed(op)) {
            boolean isFloat = Op.gives(op).charAt(0) == (char) (Types.F32 & 0xFF);
            help("canonical", isFloat ? "(F)F" : "(D)D");
        }
    }

    private void insn(int opcode) {
        code.mv.visitInsn(opcode);
    }

    private void help(String name, String descriptor) {
        code.call(Arithmetic.NAME, name, descriptor);
    }

    /** Calls a helper that may trap. */
    private void trapping(String name, String descriptor) {
        code.call(code.names.ops(), name, descriptor);
    }

    private void ints(int op) {
        switch (op) {
            case 0x67 -> code.call("java/lang/Integer", "numberOfLeadingZeros", "(I)I");
            case 0x68 -> code.call("java/lang/Integer", "numberOfTrailingZeros", "(I)I");
            case 0x69 -> code.call("java/lang/Integer", "bitCount", "(I)I");
            case Op.I32_ADD -> insn(IADD);
            case Op.I32_SUB -> insn(ISUB);
            case Op.I32_MUL -> insn(IMUL);
            case 0x6D -> trapping("divide", "(II)I");
            case 0x6E -> help("divideUnsigned", "(II)I");
            // In the JVM, the remainder of the smallest number and -1 is 0, as in Wasm.
            case 0x6F -> insn(IREM);
            case 0x70 -> help("remainderUnsigned", "(II)I");
            case Op.I32_AND -> insn(IAND);
            case 0x72 -> insn(IOR);
            case 0x73 -> insn(IXOR);
            case 0x74 -> insn(ISHL);
            case 0x75 -> insn(ISHR);
            case 0x76 -> insn(IUSHR);
            case 0x77 -> code.call("java/lang/Integer", "rotateLeft", "(II)I");
            case 0x78 -> code.call("java/lang/Integer", "rotateRight", "(II)I");
            default -> throw new IllegalArgumentException("no operation on ints: " + op);
        }
    }

    private void longs(int op) {
        switch (op) {
            case 0x79 -> counted("numberOfLeadingZeros");
            case 0x7A -> counted("numberOfTrailingZeros");
            case 0x7B -> counted("bitCount");
            case Op.I64_ADD -> insn(LADD);
            case Op.I64_SUB -> insn(LSUB);
            case Op.I64_MUL -> insn(LMUL);
            case 0x7F -> trapping("divide", "(JJ)J");
            case 0x80 -> help("divideUnsigned", "(JJ)J");
            case 0x81 -> insn(LREM);
            case 0x82 -> help("remainderUnsigned", "(JJ)J");
            case Op.I64_AND -> insn(LAND);
            case Op.I64_OR -> insn(LOR);
            case Op.I64_XOR -> insn(LXOR);
            case 0x86 -> shift(LSHL);
            case 0x87 -> shift(LSHR);
            case Op.I64_SHR_U -> shift(LUSHR);
            case 0x89 -> {
                insn(L2I);
                code.call("java/lang/Long", "rotateLeft", "(JI)J");
            }
            case 0x8A -> {
                insn(L2I);
                code.call("java/lang/Long", "rotateRight", "(JI)J");
            }
            default -> throw new IllegalArgumentException("no operation on longs: " + op);
        }
    }

    private void counted(String name) {
        code.call("java/lang/Long", name, "(J)I");
        insn(I2L);
    }

    private void shift(int opcode) {
        insn(L2I);
        insn(opcode);
    }

    private void floats(int op) {
        boolean isFloat = op < 0x99;
        String one = isFloat ? "(F)F" : "(D)D";
        String two = isFloat ? "(FF)F" : "(DD)D";
        int wider = isFloat ? 0 : 1;
        switch (isFloat ? op : op - 0x99 + 0x8B) {
            case Op.F32_ABS -> help("abs", one);
            case 0x8C -> help("negate", one);
            case Op.F32_CEIL -> help("ceil", one);
            case 0x8E -> help("floor", one);
            case 0x8F -> help("truncate", one);
            case Op.F32_NEAREST -> help("nearest", one);
            case 0x91 -> {
                if (isFloat) {
                    help("squareRoot", one);
                } else {
                    code.call("java/lang/Math", "sqrt", one);
                }
            }
            case Op.F32_ADD -> insn(FADD + wider);
            case 0x93 -> insn(FSUB + wider);
            case Op.F32_MUL -> insn(FMUL + wider);
            case 0x95 -> insn(FDIV + wider);
            case Op.F32_MIN -> help("min", two);
            case Op.F32_MAX -> help("max", two);
            case 0x98 -> help("copySign", two);
            default -> throw new IllegalArgumentException("no operation on floats: " + op);
        }
    }

    private void conversion(int op) {
        switch (op) {
            case Op.I32_WRAP_I64 -> insn(L2I);
            case 0xA8 -> {
                insn(F2D);
                trapping("toInt", "(D)I");
            }
            case 0xA9 -> {
                insn(F2D);
                trapping("toIntUnsigned", "(D)I");
            }
            case 0xAA -> trapping("toInt", "(D)I");
            case 0xAB -> trapping("toIntUnsigned", "(D)I");
            case Op.I64_EXTEND_I32_S -> insn(I2L);
            case Op.I64_EXTEND_I32_U -> {
                insn(I2L);
                code.mv.visitLdcInsn(LOW_32);
                insn(LAND);
            }
            case 0xAE -> {
                insn(F2D);
                trapping("toLong", "(D)J");
            }
            case 0xAF -> {
                insn(F2D);
                trapping("toLongUnsigned", "(D)J");
            }
            case 0xB0 -> trapping("toLong", "(D)J");
            case 0xB1 -> trapping("toLongUnsigned", "(D)J");
            case 0xB2 -> insn(I2F);
            case 0xB3 -> help("toFloatUnsigned", "(I)F");
            case Op.F32_CONVERT_I64_S -> insn(L2F);
            case Op.F32_CONVERT_I64_U -> help("toFloatUnsigned", "(J)F");
            case 0xB6 -> insn(D2F);
            case 0xB7 -> insn(I2D);
            case 0xB8 -> help("toDoubleUnsigned", "(I)D");
            case 0xB9 -> insn(L2D);
            case 0xBA -> help("toDoubleUnsigned", "(J)D");
            case 0xBB -> insn(F2D);
            case Op.I32_REINTERPRET_F32 ->
                    code.call("java/lang/Float", "floatToRawIntBits", "(F)I");
            case 0xBD -> code.call("java/lang/Double", "doubleToRawLongBits", "(D)J");
            case Op.F32_REINTERPRET_I32 -> code.call("java/lang/Float", "intBitsToFloat", "(I)F");
            case 0xBF -> code.call("java/lang/Double", "longBitsToDouble", "(J)D");
            case 0xC0 -> insn(I2B);
            case 0xC1 -> insn(I2S);
            case 0xC2 -> widened(I2B);
            case 0xC3 -> widened(I2S);
            case 0xC4 -> {
                insn(L2I);
                insn(I2L);
            }
            default -> throw new IllegalArgumentException("no conversion: " + op);
        }
    }

    private void widened(int narrowing) {
        insn(L2I);
        insn(narrowing);
        insn(I2L);
    }

    /** The JVM's own conversions saturate for signed numbers. */
    private void saturating(int op) {
        switch (op) {
            case 0x100 -> insn(F2I);
            case 0x101 -> {
                insn(F2D);
                help("toIntUnsigned", "(D)I");
            }
            case 0x102 -> insn(D2I);
            case 0x103 -> help("toIntUnsigned", "(D)I");
            case 0x104 -> insn(F2L);
            case 0x105 -> {
                insn(F2D);
                help("toLongUnsigned", "(D)J");
            }
            case 0x106 -> insn(D2L);
            case 0x107 -> help("toLongUnsigned", "(D)J");
            default -> throw new IllegalArgumentException("no conversion: " + op);
        }
    }

    /** Writes a constant. */
    public void constant(int op, long bits) {
        switch (op) {
            case Op.I32_CONST -> {
                code.push((int) bits);
                code.pushed(Types.I32);
            }
            case Op.I64_CONST -> {
                code.push(bits);
                code.pushed(Types.I64);
            }
            case Op.F32_CONST -> {
                if (bits == 0) {
                    code.mv.visitInsn(FCONST_0);
                } else {
                    code.push((int) bits);
                    HostBits.toFloat(code.mv);
                }
                code.pushed(Types.F32);
            }
            default -> {
                if (bits == 0) {
                    code.mv.visitInsn(DCONST_0);
                } else {
                    double value = Double.longBitsToDouble(bits);
                    if (Double.isNaN(value)) {
                        code.push(bits);
                        HostBits.toValue(code.mv, Types.F64);
                    } else {
                        code.mv.visitLdcInsn(value);
                    }
                }
                code.pushed(Types.F64);
            }
        }
    }
}
