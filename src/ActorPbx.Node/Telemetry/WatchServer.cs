using System.Net;
using ActorPbx.Node.Health;
using ActorPbx.Node.Running;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ActorPbx.Node.Telemetry;

/// <summary>
/// The node's pages for programs that watch it: <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>. They only tell, take nothing in, and name no number and no peer.
/// </summary>
public sealed class WatchServer : IAsyncDisposable
{
    private const int MostConnections = 64;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly KestrelServer _server;
    private readonly MeterReader _meters;

    private WatchServer(KestrelServer server, MeterReader meters, IPEndPoint endPoint) => (_server, _meters, EndPoint) = (server, meters, endPoint);

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Listens and answers.</summary>
    /// <param name="endPoint">Where.</param>
    /// <param name="health">Who knows how the node is.</param>
    /// <param name="faulted">Is told why a figure could not be read.</param>
    /// <exception cref="StartException">The address or port cannot be had.</exception>
    public static async Task<WatchServer> StartAsync(IPEndPoint endPoint, HealthProbe health, Action<Exception>? faulted = null)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Limits.MaxRequestBodySize = 0;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        var meters = new MeterReader(MeterReader.IsOwn) { Faulted = faulted };
        try
        {
            await server.StartAsync(new Pages(health, meters), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            server.Dispose();
            meters.Dispose();
            var owner = PortOwner.Find(udp: false, endPoint) is { } found ? $": {found}" : "";
            throw new StartException($"Cannot listen for health and metrics on {endPoint}: {e.Message}{owner}; end that program, or change telemetry.http.", e);
        }

        var bound = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return new WatchServer(server, meters, new IPEndPoint(endPoint.Address, bound.Port));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(EndPatience);
        await _server.StopAsync(patience.Token);
        _server.Dispose();
        _meters.Dispose();
    }

    private sealed class Pages(HealthProbe health, MeterReader meters) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }

        public Task ProcessRequestAsync(HttpContext context)
        {
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            {
                context.Response.Headers.Allow = "GET, HEAD";
                return AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "text/plain", "Only GET is answered here.\n");
            }

            return context.Request.Path.Value switch
            {
                "/health/live" => LiveAsync(context),
                "/health/ready" => ReadyAsync(context),
                "/metrics" => AnswerAsync(context, StatusCodes.Status200OK, PrometheusText.ContentType, PrometheusText.Of(meters.Read())),
                _ => AnswerAsync(context, StatusCodes.Status404NotFound, "text/plain", "Here are /health/live, /health/ready and /metrics.\n"),
            };
        }

        private async Task LiveAsync(HttpContext context)
        {
            var calls = await health.AskAsync(context.RequestAborted);
            await AnswerAsync(context, calls is not null, new HealthAnswer(calls is null ? "dead" : "live", calls?.Calls));
        }

        private async Task ReadyAsync(HttpContext context)
        {
            var now = await health.ExamineAsync(context.RequestAborted);
            var status = !now.Alive ? "dead" : now.Draining ? "draining" : "ready";
            await AnswerAsync(context, now.Ready, new HealthAnswer(status, now.Alive ? now.Calls : null, now.Store, now.Bus.Length == 0 ? null : now.Bus));
        }

        private static Task AnswerAsync(HttpContext context, bool well, HealthAnswer answer) =>
            AnswerAsync(context, well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, "application/json", HealthJson.Text(answer));

        private static Task AnswerAsync(HttpContext context, int status, string type, string text)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(text);
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.ContentLength = bytes.Length;
            context.Response.Headers.CacheControl = "no-store";
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes).AsTask();
        }
    }
}
