package org.vexhost.wasi.fd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Deadline;

@DisplayName("A guest that reads what a thread reads for it")
@Timeout(60)
class InputTest {

    private static final Deadline LONG = Deadline.after(Duration.ofMinutes(5));

    /** Gives bytes, or throws, as a test says; waits otherwise. */
    private static final class Scripted extends InputStream {
        private final BlockingQueue<Object> next = new ArrayBlockingQueue<>(10);

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Object step;
            try {
                step = next.take();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (step instanceof IOException e) {
                throw e;
            } else if (step instanceof RuntimeException e) {
                throw e;
            } else if (step instanceof Error e) {
                throw e;
            }
            target[offset] = (byte) step;
            return 1;
        }
    }

    @Test
    void hearsOfWhateverEndsThatThread() throws Exception {
        for (Throwable failure :
                List.of(
                        new IOException("for a test"),
                        new IllegalStateException("for a test"),
                        new OutOfMemoryError("for a test"))) {
            Scripted stream = new Scripted();
            stream.next.add((byte) 7);
            stream.next.add(failure);
            try (Input input = new Input(stream)) {
                byte[] target = new byte[4];
                assertEquals(1, input.read(target, 0, 4, LONG));
                assertEquals(7, target[0]);
                IOException heard =
                        assertThrows(IOException.class, () -> input.read(target, 0, 4, LONG));
                assertSame(failure, heard == failure ? heard : heard.getCause());
            }
        }
    }

    /** Says that it has bytes from the second time on that it is asked, as a pipe does. */
    private static final class FilledMeanwhile extends FilterInputStream {
        private boolean isAsked;

        FilledMeanwhile(byte[] content) {
            super(new ByteArrayInputStream(content));
        }

        @Override
        public int available() throws IOException {
            int count = isAsked ? super.available() : 0;
            isAsked = true;
            return count;
        }
    }

    @Test
    void losesNothingIfBytesArriveWhileItLooksForThem() throws Exception {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Input input = new Input(new FilledMeanwhile(content))) {
            byte[] target = new byte[4096];
            for (int count = input.read(target, 0, target.length, LONG);
                    count > 0;
                    count = input.read(target, 0, target.length, LONG)) {
                all.write(target, 0, count);
            }
        }
        assertArrayEquals(content, all.toByteArray());
    }
}
