using System.Net;
using System.Net.Sockets;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transport;

public sealed class SipResolverTests
{
    private int _asked;

    [Theory]
    [InlineData("sip:bob@10.0.0.1", "udp:10.0.0.1:5060")]
    [InlineData("sip:bob@10.0.0.1:5070;transport=tcp", "tcp:10.0.0.1:5070")]
    [InlineData("sip:bob@10.0.0.1;transport=TLS", "tls:10.0.0.1:5061")]
    [InlineData("sips:bob@10.0.0.1", "tls:10.0.0.1:5061")]
    [InlineData("sips:bob@10.0.0.1;transport=tcp", "tls:10.0.0.1:5061")]
    [InlineData("sip:bob@[2001:db8::1]:5062", "udp:[2001:db8::1]:5062")]
    [InlineData("sip:bob@example.com;maddr=10.0.0.2", "udp:10.0.0.2:5060")]
    public void An_address_is_resolved_at_once(string uri, string target)
    {
        SipResolver.TryResolve(Uri(uri), out SipTarget? found).ShouldBeTrue();
        found!.ToString().ShouldBe(target);
    }

    [Theory]
    [InlineData("tel:+491234")]
    [InlineData("sip:bob@10.0.0.1;transport=sctp")]
    [InlineData("sips:bob@10.0.0.1;transport=udp")]
    [InlineData("sip:bob@example.com")]
    [InlineData("sip:bob@100")]
    public void Anything_else_is_not(string uri) => SipResolver.TryResolve(Uri(uri), out _).ShouldBeFalse();

    [Fact]
    public async Task A_name_is_looked_up_once_for_a_minute_and_is_the_name_that_tls_checks()
    {
        var resolver = new SipResolver(LookUp);
        SipTarget first = (await resolver.ResolveAsync(Uri("sips:bob@carrier.example"))).ShouldNotBeNull();
        first.ToString().ShouldBe("tls:192.0.2.7:5061");
        first.TlsHost.ShouldBe("carrier.example");
        (await resolver.ResolveAsync(Uri("sip:eve@CARRIER.example:5080"))).ShouldNotBeNull().ToString().ShouldBe("udp:192.0.2.7:5080");
        _asked.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, true, "udp:192.0.2.7:5060")]
    [InlineData(false, true, "udp:[2001:db8::7]:5060")]
    [InlineData(true, false, "udp:192.0.2.7:5060")]
    public async Task Of_a_name_with_both_families_one_is_taken_that_a_listener_reaches(bool v4, bool v6, string target)
    {
        var resolver = new SipResolver(LookUp, reaches: family => family == AddressFamily.InterNetwork ? v4 : v6);
        (await resolver.ResolveAsync(Uri("sip:bob@carrier.example"))).ShouldNotBeNull().ToString().ShouldBe(target);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_has_no_target()
    {
        var resolver = new SipResolver(LookUp);
        (await resolver.ResolveAsync(Uri("sip:bob@missing.example"))).ShouldBeNull();
        (await resolver.ResolveAsync(Uri("tel:+491234"))).ShouldBeNull();
    }

    private Task<IPAddress[]> LookUp(string host, CancellationToken cancellation)
    {
        _asked++;
        if (host == "missing.example") throw new SocketException((int)SocketError.HostNotFound);
        return Task.FromResult<IPAddress[]>([IPAddress.Parse("2001:db8::7"), IPAddress.Parse("192.0.2.7")]);
    }

    private static SipUri Uri(string text) => SipUri.TryParse(text, out SipUri? uri) ? uri : throw new FormatException(text);
}
