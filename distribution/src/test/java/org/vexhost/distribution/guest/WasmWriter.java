package org.vexhost.distribution.guest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of a WebAssembly module, one after the other. */
final class WasmWriter {

    static final int BLOCK = 0x02;
    static final int LOOP = 0x03;
    static final int IF = 0x04;
    static final int ELSE = 0x05;
    static final int END = 0x0b;
    static final int BR_IF = 0x0d;
    static final int CALL = 0x10;
    static final int LOCAL_GET = 0x20;
    static final int LOCAL_SET = 0x21;
    static final int LOCAL_TEE = 0x22;
    static final int I32_LOAD = 0x28;
    static final int I32_STORE = 0x36;
    static final int I32_STORE8 = 0x3a;
    static final int I32_CONST = 0x41;
    static final int I64_CONST = 0x42;
    static final int I32_LT_U = 0x49;
    static final int I32_ADD = 0x6a;
    static final int I32_SUB = 0x6b;
    static final int I32_MUL = 0x6c;
    static final int I32_AND = 0x71;
    static final int I32_OR = 0x72;
    static final int I32_XOR = 0x73;
    static final int I32_SHL = 0x74;
    static final int I32_SHR_U = 0x76;
    static final int I32_ROTL = 0x77;
    static final int I64_OR = 0x84;
    static final int I64_EXTEND_I32_U = 0xad;
    static final int EMPTY = 0x40;
    static final int I32 = 0x7f;
    static final int I64 = 0x7e;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    WasmWriter raw(int... bytes) {
        for (int each : bytes) {
            out.write(each);
        }
        return this;
    }

    WasmWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    WasmWriter unsigned(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    WasmWriter signed(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>= 7;
        }
        out.write((int) (rest & 0x7f));
        return this;
    }

    WasmWriter constant(int value) {
        return raw(I32_CONST).signed(value);
    }

    WasmWriter get(int local) {
        return raw(LOCAL_GET).unsigned(local);
    }

    WasmWriter set(int local) {
        return raw(LOCAL_SET).unsigned(local);
    }

    WasmWriter name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return unsigned(utf8.length).raw(utf8);
    }

    /** A length, and what is so long. */
    WasmWriter sized(WasmWriter content) {
        return unsigned(content.size()).raw(content.bytes());
    }

    WasmWriter section(int id, WasmWriter content) {
        return raw(id).sized(content);
    }
}
