package org.elasticsearch.plugins; // The constructors of PluginsLoader and PluginBundle are not public.

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/**
 * One Elasticsearch node on the loopback address, out of the jars of a public repository alone.
 *
 * <p>Arguments: the folder it keeps everything in, and its port. The distribution's modules are not
 * among those jars, so {@link Rest} takes the place of the two things of them that we use.
 */
public final class NodeForTests {
    private static final String NAME = "node-for-tests";

    private NodeForTests() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Path config = Files.createDirectories(home.resolve("config"));
        Path noModules = Files.createDirectories(home.resolve("no-modules"));
        Files.writeString(config.resolve("log4j2.properties"), logging());
        LogConfigurator.registerErrorListener();
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(settings(home, arguments[1]), Map.of(), config, () -> NAME);
        LogConfigurator.configure(environment, true);
        Node node = new Node(environment, new Linked(noModules, List.of(Netty4Plugin.class, Rest.class)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.start();
        Thread.currentThread().join(); // The node's own threads are daemons: they keep no process alive.
    }

    private static Settings settings(Path home, String port) {
        return Settings.builder()
            .put("path.home", home.toString())
            .put("cluster.name", "tests")
            .put("node.name", NAME)
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", port)
            .put("transport.port", "0")
            // A full disk of the machine that tests would make every index read-only.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    }

    private static String logging() {
        return String.join(
            "\n",
            "status = error",
            "appender.out.type = Console",
            "appender.out.name = out",
            "appender.out.layout.type = PatternLayout",
            "appender.out.layout.pattern = %d{ISO8601} %-5p %c{1.} %m%n",
            "rootLogger.level = warn",
            "rootLogger.appenderRef.out.ref = out",
            "");
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (IOException failed) {
            failed.printStackTrace();
        }
    }

    /** Takes plugins from the class path, where the distribution unpacks each into a folder. */
    private static final class Linked extends PluginsLoader {
        private final List<PluginLayer> layers;

        Linked(Path folder, List<Class<? extends Plugin>> plugins) throws IOException {
            super(Set.of(), Set.of(), Map.of());
            var made = Stream.<PluginLayer>builder();
            for (Class<? extends Plugin> plugin : plugins) {
                made.add(new Layer(new PluginBundle(describe(plugin), folder), plugin.getClassLoader()));
            }
            layers = made.build().toList();
        }

        @Override
        public Stream<PluginLayer> pluginLayers() {
            return layers.stream();
        }

        private static PluginDescriptor describe(Class<? extends Plugin> plugin) {
            String version = Build.current().version();
            return new PluginDescriptor(
                plugin.getSimpleName(), "linked", version, version, "21", plugin.getName(), null, List.of(),
                false, false, false, false, PluginDescriptor.DeploymentTarget.ALL);
        }

        private record Layer(PluginBundle bundle, ClassLoader loader) implements PluginLayer {
            @Override
            public PluginBundle pluginBundle() {
                return bundle;
            }

            @Override
            public ClassLoader pluginClassLoader() {
                return loader;
            }

            @Override
            public ModuleLayer pluginModuleLayer() {
                return ModuleLayer.boot();
            }
        }
    }

    /** Its root, which clients ask for the version, and analyzers of languages, by Lucene's own. */
    public static final class Rest extends Plugin implements ActionPlugin, AnalysisPlugin {
        @Override
        public Collection<RestHandler> getRestHandlers(
            RestHandlersServices services, Supplier<DiscoveryNodes> nodes, Predicate<NodeFeature> features) {
            return List.of(new Root());
        }

        @Override
        public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
            return Map.of("english", of(EnglishAnalyzer::new), "german", of(GermanAnalyzer::new));
        }

        @Override
        public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
            return List.of(PreConfiguredTokenFilter.singleton("asciifolding", true, ASCIIFoldingFilter::new));
        }

        private static AnalysisProvider<AnalyzerProvider<? extends Analyzer>> of(Supplier<Analyzer> maker) {
            return (index, environment, name, settings) -> new AbstractIndexAnalyzerProvider<Analyzer>(name) {
                private final Analyzer analyzer = maker.get();

                @Override
                public Analyzer get() {
                    return analyzer;
                }
            };
        }
    }

    private static final class Root extends BaseRestHandler {
        @Override
        public String getName() {
            return "root";
        }

        @Override
        public List<Route> routes() {
            return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
        }

        @Override
        protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
            return channel -> {
                var body = channel.newBuilder().startObject();
                body.field("name", NAME).field("cluster_name", "tests");
                body.startObject("version").field("number", Build.current().version());
                body.field("build_flavor", "default").endObject();
                body.field("tagline", "You Know, for Search").endObject();
                channel.sendResponse(new RestResponse(RestStatus.OK, body));
            };
        }
    }
}
