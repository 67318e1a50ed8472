package org.vexhost.loader.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.loader.artifact.Defect.Kind;
import org.vexhost.loader.deploy.TestModules;
import org.vexhost.loader.descriptor.ToolDescriptor.Place;

class KeptArtifactsTest {

    @TempDir Path folder;

    private static LoadedArtifact artifact(String version) throws ArtifactException {
        byte[] json = TestModules.descriptor("a", version).getBytes(StandardCharsets.UTF_8);
        return new LoadedArtifact(
                ArtifactReader.parse("a.tool.json", Place.FILE, json),
                json,
                TestModules.module(version));
    }

    @Test
    void whatIsKeptIsReadAgain() throws Exception {
        KeptArtifacts kept = new KeptArtifacts(folder.resolve("versions"));
        kept.keep(artifact("1.0"));
        kept.keep(artifact("2.0"));
        LoadedArtifact read = kept.read("a");
        assertEquals("2.0", read.descriptor().definition().version());
        assertEquals("a.tool.json", read.descriptor().source());
        assertEquals(artifact("2.0").digest(), read.digest());
        assertArrayEquals(artifact("2.0").module(), read.module());
        assertEquals(List.of("a"), kept.tools());
        kept.forget("a");
        assertEquals(List.of(), kept.tools());
        ArtifactException none = assertThrows(ArtifactException.class, () -> kept.read("a"));
        assertEquals(
                new Defect(Kind.PART_MISSING, "no version of tool 'a' was kept"), none.defect());
    }

    @Test
    void theSameIsNotWrittenTwice() throws Exception {
        KeptArtifacts kept = new KeptArtifacts(folder);
        kept.keep(artifact("1.0"));
        FileTime longAgo = FileTime.fromMillis(1_000);
        Files.setLastModifiedTime(folder.resolve("a.tool"), longAgo);
        kept.keep(artifact("1.0"));
        assertEquals(longAgo, Files.getLastModifiedTime(folder.resolve("a.tool")));
    }

    @Test
    void damageAnywhereIsNoticed() throws Exception {
        KeptArtifacts kept = new KeptArtifacts(folder);
        kept.keep(artifact("1.0"));
        Path file = folder.resolve("a.tool");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(ArtifactException.class, () -> kept.read("a"), "length " + length);
        }
        byte[] flipped = whole.clone();
        flipped[whole.length - 1] ^= 1;
        Files.write(file, flipped);
        ArtifactException refused = assertThrows(ArtifactException.class, () -> kept.read("a"));
        assertEquals("the kept version of tool 'a' is damaged", refused.getMessage());
    }
}
