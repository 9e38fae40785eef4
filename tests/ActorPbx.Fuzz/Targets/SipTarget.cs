using System.Net;
using ActorPbx.Fuzz.Mutation;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Sdp;

namespace ActorPbx.Fuzz.Targets;

/// <summary>The SIP parser and the stream framer: they refuse or read, whatever is asked of what was read is answered, and what is written again can be read again.</summary>
internal sealed class SipTarget : IFuzzTarget
{
    // A message that is read may be written a little longer: compact names in full, a Content-Length that was not there.
    private static readonly SipLimits s_roomy = SipLimits.Default with { MaxMessageBytes = 400_000, MaxHeaderBytes = 200_000, MaxHeaders = 1000, MaxUriBytes = 20_000 };
    private static readonly DigestVerifier s_verifier = new(NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(1)));
    private static readonly DigestVerification s_verification = new("pbx.example.com", IPAddress.Loopback, _ => null, ["pbx.example.com"]);

    public string Name => "sip";

    public byte[] Make(Dice dice) => new TextMutator(dice, "\r\n").Mutate(dice.Of(SipSamples.All));

    public void Check(byte[] input)
    {
        if (SipParser.TryParse(input, SipLimits.Default, out var message, out var error))
        {
            AskEverything(message);
            var written = SipWriter.ToArray(message);
            BrokenPromiseException.Unless(SipParser.TryParse(written, s_roomy, out _, out var again), $"what was written cannot be read again: {again?.Reason}");
        }
        else if (error.Request is { } request)
        {
            // What stack does with a faulty request that can be answered.
            request.ReplaceTopVia(request.TopVia.WithSource("192.0.2.1", 5));
            SipWriter.ToArray(SipResponse.For(request, error.StatusCode, toTag: "t"));
        }

        CheckStream(input);
    }

    private static void CheckStream(byte[] input)
    {
        var framer = new SipStreamFramer(SipLimits.Default);
        for (var at = 0; at < input.Length;)
        {
            var count = Math.Min(1 + ((at * 31) % 1500), input.Length - at);
            framer.Feed(input.AsSpan(at, count));
            at += count;
            SipFrame frame;
            while ((frame = framer.Next(out _, out _)) is not (SipFrame.Incomplete or SipFrame.Broken))
            {
            }

            BrokenPromiseException.Unless(framer.BufferedBytes <= SipLimits.Default.MaxMessageBytes + 1500, $"the framer holds {framer.BufferedBytes} bytes");
            if (frame == SipFrame.Broken)
            {
                return;
            }
        }
    }

    private static void AskEverything(SipMessage message)
    {
        _ = $"{message.CallId}{message.CSeq}{message.MaxForwards}{message.Expires}{message.FromTag}{message.ToTag}{message.ContentType}";
        _ = $"{message.TopVia.Branch}{message.TopVia.Host}{message.TopVia.Rport}{message.TopVia.ReceivedAddress}{message.TopVia.WithSource("192.0.2.1", 5)}";
        foreach (var address in message.Contacts.Concat(message.Routes).Concat(message.RecordRoutes).Append(message.From).Append(message.To))
        {
            Ask(address);
        }

        foreach (var field in message.Headers)
        {
            foreach (var value in message.Headers.GetAll(field.Name))
            {
                _ = value.Length;
            }
        }

        SessionDescription.TryParse(message.Body.Span, out _);
        if (message is SipRequest request)
        {
            s_verifier.Verify(request, s_verification, DateTimeOffset.UnixEpoch);
            SipWriter.ToArray(SipResponse.For(request, 200, toTag: "t"));
        }
    }

    private static void Ask(NameAddress address)
    {
        var uri = address.Uri;
        _ = $"{address.DisplayName}{uri.User}{uri.Host}{uri.TransportParam}{uri.Headers}{uri.GetHashCode()}";
        BrokenPromiseException.Unless(SipUri.TryParse(uri.ToString(), out var again) && uri.Equals(again), $"the URI {uri} is another when it is read again");
        foreach (var (name, value) in address.Parameters)
        {
            _ = name + value;
        }
    }
}
