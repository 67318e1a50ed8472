package org.vexhost.sandbox.compile;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.FunctionSignature;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ValueType;

/** Compiles without metering, until metering is there. */
public final class PlainCompiler implements ModuleCompiler {
    @Override
    public CompiledModule compile(byte[] wasm, CompileOptions options)
            throws InvalidModuleException {
        try {
            WasmModule module = Parser.parse(wasm);
            int globals = module.globalSection() == null ? 0 : module.globalSection().globalCount();
            return new CompiledModule(
                    facts(module),
                    module,
                    MachineFactoryCompiler.builder(module)
                            .withInterpreterFallback(InterpreterFallback.SILENT)
                            .compile(),
                    globals,
                    0);
        } catch (RuntimeException e) {
            throw new InvalidModuleException(
                    InvalidModuleException.Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    public static ModuleFacts facts(byte[] wasm) throws InvalidModuleException {
        try {
            ModuleFacts f = facts(Parser.parse(wasm));
            List<ModuleFacts.CustomSection> custom = new ArrayList<>();
            int[] at = {8};
            while (at[0] < wasm.length) {
                int id = wasm[at[0]++];
                int length = leb(wasm, at);
                int end = at[0] + length;
                if (id == 0) {
                    int n = leb(wasm, at);
                    String name =
                            new String(wasm, at[0], n, java.nio.charset.StandardCharsets.UTF_8);
                    custom.add(new ModuleFacts.CustomSection(name, at[0] + n, end - at[0] - n));
                }
                at[0] = end;
            }
            return new ModuleFacts(
                    f.imports(),
                    f.exports(),
                    f.memory(),
                    f.tables(),
                    custom,
                    false,
                    f.functionCount(),
                    0,
                    0);
        } catch (RuntimeException e) {
            throw new InvalidModuleException(
                    InvalidModuleException.Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static int leb(byte[] wasm, int[] at) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = wasm[at[0]++];
            value |= (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    public static ModuleFacts facts(WasmModule m) {
        List<ModuleFacts.Import> imports = new ArrayList<>();
        List<FunctionType> functionTypes = new ArrayList<>();
        for (int i = 0; i < m.importSection().importCount(); i++) {
            if (m.importSection().getImport(i) instanceof FunctionImport f) {
                FunctionType type = m.typeSection().getType(f.typeIndex());
                functionTypes.add(type);
                imports.add(new ModuleFacts.Import(f.module(), f.name(), signature(type)));
            }
        }
        for (int i = 0; i < m.functionSection().functionCount(); i++) {
            functionTypes.add(m.typeSection().getType(m.functionSection().getFunctionType(i)));
        }
        List<ModuleFacts.Export> exports = new ArrayList<>();
        for (int i = 0; i < m.exportSection().exportCount(); i++) {
            var e = m.exportSection().getExport(i);
            exports.add(
                    new ModuleFacts.Export(
                            e.name(),
                            ModuleFacts.ExportKind.valueOf(e.exportType().name()),
                            e.index(),
                            e.exportType() == ExternalType.FUNCTION
                                    ? Optional.of(signature(functionTypes.get(e.index())))
                                    : Optional.empty()));
        }
        Optional<ModuleFacts.Memory> memory =
                m.memorySection()
                        .map(
                                s ->
                                        new ModuleFacts.Memory(
                                                s.getMemory(0).limits().initialPages(),
                                                Optional.of(
                                                        s.getMemory(0).limits().maximumPages())));
        List<ModuleFacts.Table> tables = new ArrayList<>();
        for (int i = 0; i < m.tableSection().tableCount(); i++) {
            tables.add(
                    new ModuleFacts.Table(
                            m.tableSection().getTable(i).limits().min(), Optional.empty()));
        }
        return new ModuleFacts(
                imports, exports, memory, tables, List.of(), false, functionTypes.size(), 0, 0);
    }

    private static FunctionSignature signature(FunctionType t) {
        return new FunctionSignature(
                t.params().stream().map(PlainCompiler::type).toList(),
                t.returns().stream().map(PlainCompiler::type).toList());
    }

    private static ValueType type(ValType t) {
        if (t.equals(ValType.I32)) return ValueType.I32;
        if (t.equals(ValType.I64)) return ValueType.I64;
        if (t.equals(ValType.F32)) return ValueType.F32;
        if (t.equals(ValType.F64)) return ValueType.F64;
        return ValueType.FUNCREF;
    }
}
