using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ActorPbx.Node.Tests.Telemetry;

/// <summary>A collector that takes OTLP over gRPC: HTTP/2 without TLS, each message behind five bytes that say its length, the outcome in a trailer.</summary>
internal sealed class GrpcCollector : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private const int PrefixBytes = 5;

    private readonly ConcurrentBag<(string Method, byte[] Message)> _mail = [];
    private readonly KestrelServer _server;

    private GrpcCollector()
    {
        var options = new KestrelServerOptions();
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        _server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }

    public string Endpoint => _server.Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<GrpcCollector> StartAsync()
    {
        var collector = new GrpcCollector();
        await collector._server.StartAsync(collector, CancellationToken.None);
        return collector;
    }

    /// <summary>All messages for a method, one after the other.</summary>
    public byte[] Mail(string method) => [.. _mail.Where(mail => mail.Method == method).SelectMany(mail => mail.Message)];

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Request.ContentType.ShouldBe("application/grpc");
        _mail.Add((context.Request.Path.Value!, body.ToArray()[PrefixBytes..]));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[PrefixBytes]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _server.StopAsync(patience.Token);
        _server.Dispose();
    }
}
