using System.Collections.Immutable;
using System.Net;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>The entrance of an exchange with the extensions 100 to 199 ("secret100" …) as a network of good and bad people sees it.</summary>
internal sealed class AttackedExchange
{
    private readonly SipGateway _gateway;
    private uint _requests;

    public AttackedExchange(ProtectionSettings? settings = null)
    {
        Settings = settings ?? new ProtectionSettings();
        var domain = new DomainSettings
        {
            Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty
                .Add("100-199", new ExtensionSettings { Password = "secret{number}" })
                .Add("200", new ExtensionSettings { TrustedAddresses = ["198.51.100.200"] }),
        };
        var directory = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", domain) }, "/").Build();
        Guard = new Guard(Settings, new SecurityLog(Events.Add, Clock), Clock);
        Authenticator = new Authenticator(directory, NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5)), [], Clock) { Guard = Guard };
        _gateway = new SipGateway(Authenticator, new DialogOwners(), new DomainDoors(), new TrunkSources()) { Guard = Guard };
    }

    public ProtectionSettings Settings { get; }

    public HandClock Clock { get; } = new();

    public List<string> Events { get; } = [];

    public Guard Guard { get; }

    public Authenticator Authenticator { get; }

    /// <summary>What becomes of a request: 0 when it is dropped, 200 when it would be served, else the status of the stateless answer.</summary>
    public int Send(SipRequest request, string from, SipTransport transport = SipTransport.Udp)
    {
        var flow = Flow(from, transport);
        if (Guard.Shuns(flow.Remote.Address) || _gateway.Ignores(request, flow))
        {
            return 0;
        }

        return _gateway.TryAnswerStateless(request, flow, out var response) ? response.StatusCode : 200;
    }

    /// <summary>A request with an answer to a fresh challenge, which its source received.</summary>
    public SipRequest Answering(string number, string password, string from, string method = "REGISTER", SipTransport transport = SipTransport.Udp)
    {
        var request = Request(number, method);
        DigestClient.Authorize(request, Challenge(request, from, transport), number, password).ShouldBeTrue();
        return request;
    }

    /// <summary>Challenged and answered; 0 when it is dropped.</summary>
    public int Guess(string number, string password, string from, SipTransport transport = SipTransport.Udp) =>
        Send(Answering(number, password, from, transport: transport), from, transport);

    public SipRequest Request(string number, string method = "REGISTER", string agent = "Phone 1.0", string toTag = "") => SipEdge.Parse(
        $"{method} sip:pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bK{++_requests};rport\r\nMax-Forwards: 70\r\nFrom: <sip:{number}@pbx.test>;tag=1\r\n"
        + $"To: <sip:{number}@pbx.test>{(toTag.Length == 0 ? "" : $";tag={toTag}")}\r\nCall-ID: c{_requests}\r\nCSeq: 1 {method}\r\nContact: <sip:{number}@192.0.2.100>\r\n"
        + $"User-Agent: {agent}\r\nContent-Length: 0\r\n\r\n");

    // What a challenge by the way of another request would have said; the guard is not asked, so that counts stay those of the test.
    private SipResponse Challenge(SipRequest request, string from, SipTransport transport) => Authenticator.Challenge(request, Flow(from, transport))!;

    private static SipFlow Flow(string from, SipTransport transport) =>
        new(transport, IPEndPoint.Parse("192.0.2.10:5060"), new IPEndPoint(IPAddress.Parse(from), 5060), transport == SipTransport.Udp ? 0 : 1);
}
