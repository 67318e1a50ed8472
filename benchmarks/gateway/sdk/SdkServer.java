import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapperSupplier;
import io.modelcontextprotocol.json.schema.jackson3.JacksonJsonSchemaValidatorSupplier;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The Java SDK's server with one tool, which gives back what it was given; on Jetty. */
final class SdkServer {

    private static final Map<String, Object> SCHEMA =
            Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of("text", Map.of("type", "string")),
                    "required",
                    List.of("text"));

    private SdkServer() {}

    public static void main(String[] words) throws Exception {
        var mapper = new JacksonMcpJsonMapperSupplier().get();
        var transport =
                HttpServletStatelessServerTransport.builder()
                        .jsonMapper(mapper)
                        .messageEndpoint("/mcp")
                        .build();
        var tool =
                McpSchema.Tool.builder()
                        .name("echo")
                        .description("Gives back what it was given.")
                        .inputSchema(SCHEMA)
                        .outputSchema(SCHEMA)
                        .build();
        var server =
                McpServer.sync(transport)
                        .serverInfo("peer", "1")
                        .jsonMapper(mapper)
                        .jsonSchemaValidator(new JacksonJsonSchemaValidatorSupplier().get())
                        .capabilities(
                                McpSchema.ServerCapabilities.builder().tools(false).build())
                        .toolCall(
                                tool,
                                (context, request) ->
                                        McpSchema.CallToolResult.builder()
                                                .structuredContent(request.arguments())
                                                .addTextContent(
                                                        String.valueOf(
                                                                request.arguments().get("text")))
                                                .build())
                        .build();
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(words[0]));
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(transport);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/mcp");
        jetty.setHandler(context);
        jetty.start();
        jetty.join();
        server.close();
    }
}
