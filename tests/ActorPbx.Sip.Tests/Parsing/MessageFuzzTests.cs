using System.Net;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Sdp;
using ActorPbx.Sip.Tests.Parsing.Torture;

namespace ActorPbx.Sip.Tests.Parsing;

/// <summary>Broken copies of every torture message: nothing throws, nothing grows, whatever is asked of what was read.</summary>
public class MessageFuzzTests
{
    private const int Rounds = 60;
    private static readonly DigestVerifier Verifier = new(NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(1)));
    private static readonly DigestVerification Verification = new("pbx", IPAddress.Loopback, _ => null, ["pbx"]);
    private static readonly byte[][] Tokens = [.. new[] { "\r\n", "\r\n ", ";", ",", "<", ">", "\"", "\\", "%00", "%", "[", "]", ":", "@", "=", "sip:", "\0", "é", "-1", "99999999999", "SIP/2.0", "Digest " }.Select(System.Text.Encoding.UTF8.GetBytes)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Broken_messages_neither_throw_nor_grow(int seed)
    {
        var random = new Random(seed);
        foreach (var torture in TortureMessage.All.Values)
        {
            var original = torture.Bytes;
            for (var round = 0; round < Rounds; round++) Try(Mutate(original, random), $"{torture.Name}, seed {seed}, round {round}");
        }
    }

    [Fact]
    public void A_broken_stream_neither_throws_nor_grows()
    {
        var random = new Random(4);
        byte[] all = [.. TortureMessage.All.Values.SelectMany(message => message.Bytes)];
        for (var round = 0; round < 50; round++)
        {
            var framer = new SipStreamFramer(SipLimits.Default);
            var bytes = Mutate(all, random);
            for (var position = 0; position < bytes.Length;)
            {
                var count = Math.Min(random.Next(1, 3000), bytes.Length - position);
                framer.Feed(bytes.AsSpan(position, count));
                position += count;
                SipFrame frame;
                while ((frame = framer.Next(out var message, out _)) is not (SipFrame.Incomplete or SipFrame.Broken))
                {
                    if (message is not null) AskEverything(message);
                }
                framer.BufferedBytes.ShouldBeLessThan(70_000);
                if (frame == SipFrame.Broken) break;
            }
        }
    }

    internal static void AskEverything(SipMessage message)
    {
        _ = message.CallId.Length + message.CSeq.ToString().Length + (message.MaxForwards ?? 0) + (message.Expires ?? 0);
        _ = message.From.DisplayName + message.FromTag + message.To.DisplayName + message.ToTag + message.ContentType;
        _ = message.TopVia.Branch + message.TopVia.Host + message.TopVia.Rport + message.TopVia.ReceivedAddress + message.TopVia.WithSource("192.0.2.1", 5);
        foreach (var address in message.Contacts.Concat(message.Routes).Concat(message.RecordRoutes).Append(message.From).Append(message.To)) Ask(address);
        foreach (var field in message.Headers) _ = message.Headers.GetAll(field.Name).ToList();
        _ = message.HasOption(HeaderName.Supported, "100rel");
        SessionDescription.TryParse(message.Body.Span, out _);
        if (message is not SipRequest request) return;
        Verifier.Verify(request, Verification, DateTimeOffset.UnixEpoch);
        SipWriter.ToArray(SipResponse.For(request, 200, toTag: "t"));
    }

    private static void Ask(NameAddress address)
    {
        _ = address.DisplayName + address.Uri.User + address.Uri.Host + address.Uri.TransportParam + address.Uri.Headers + address.Uri.GetHashCode();
        address.Uri.Equals(SipUri.Parse(address.Uri.ToString())).ShouldBeTrue();
        foreach (var (name, value) in address.Parameters) _ = name + value;
    }

    private static void Try(byte[] wire, string what)
    {
        try
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isRead = SipParser.TryParse(wire, SipLimits.Default, out var message, out var error);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan((16L * wire.Length) + 32_768);
            if (!isRead)
            {
                if (error!.Request is not { } request) return;
                request.ReplaceTopVia(request.TopVia.WithSource("192.0.2.1", 5));
                request.TopVia.Received.ShouldBe("192.0.2.1");
                SipWriter.ToArray(SipResponse.For(request, error.StatusCode, toTag: "t"));
                return;
            }
            AskEverything(message!);
            var written = SipWriter.ToArray(message!);
            SipParser.TryParse(written, SipLimits.Default with { MaxMessageBytes = 200_000, MaxHeaderBytes = 100_000 }, out _, out var again).ShouldBeTrue(again?.Reason);
        }
        catch (Exception failure) when (failure is not ShouldAssertException)
        {
            throw new InvalidOperationException($"{what}: {Convert.ToBase64String(wire)}", failure);
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = new List<byte>(original);
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 4; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at))); break;
                case 4: bytes[at] = (byte)(bytes[at] ^ (1 << random.Next(8))); break;
                default: bytes.RemoveRange(at, random.Next(8) == 0 ? bytes.Count - at : 1); break;
            }
        }
        return [.. bytes];
    }
}
