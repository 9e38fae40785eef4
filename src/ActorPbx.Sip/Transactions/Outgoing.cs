using System.Globalization;
using System.Text.Unicode;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>The parts of requests that are the transaction's own: Via, and the ACK and CANCEL that are made from an INVITE.</summary>
internal static class Outgoing
{
    private const int MaxViaBytes = 256;

    /// <summary>RFC 3261 §18.1.1 and RFC 3581 §3.</summary>
    public static Via ViaFor(SipFlow flow, string branch)
    {
        Span<byte> buffer = stackalloc byte[MaxViaBytes];
        string transport = flow.Transport.ViaName();
        if (!Utf8.TryWrite(buffer, CultureInfo.InvariantCulture, $"SIP/2.0/{transport} {flow.SentBy};rport;branch={branch}", out int length))
            return Via.Parse($"SIP/2.0/{transport} {flow.SentBy};rport;branch={branch}");
        return Via.TryParse(buffer[..length].ToArray(), out Via? via) ? via : throw new FormatException($"Not a sent-by: {flow.SentBy}");
    }

    /// <summary>RFC 3261 §17.1.1.3: the ACK of a final response other than 2xx is part of the INVITE's transaction.</summary>
    public static SipRequest AckOfFailure(SipRequest invite, SipResponse failure)
    {
        SipRequest ack = SameHop(invite, SipMethod.Ack);
        ack.Headers.CopyFrom(failure, HeaderName.To);
        return ack;
    }

    /// <summary>RFC 3261 §9.1.</summary>
    public static SipRequest CancelOf(SipRequest invite, string? reason)
    {
        SipRequest cancel = SameHop(invite, SipMethod.Cancel);
        cancel.Headers.CopyFrom(invite, HeaderName.To);
        if (reason is not null) cancel.Headers.Add(HeaderName.Reason, reason);
        return cancel;
    }

    /// <summary>RFC 3261 §13.2.2.4: ACK and BYE for a 2xx that nobody wants, made of what it says alone.</summary>
    public static (SipRequest Ack, SipRequest Bye) EndOf(SipResponse success)
    {
        DialogState dialog = DialogState.ForUac(success);
        (SipRequest ack, SipRequest bye) = (dialog.CreateAck(success.CSeq.Number), dialog.CreateRequest(SipMethod.Bye).Request);
        AddHops(bye);
        return (ack, bye);
    }

    /// <summary>RFC 3261 §8.1.1.6.</summary>
    public static void AddHops(SipRequest request)
    {
        if (!request.Headers.Contains(HeaderName.MaxForwards)) request.Headers.Add(HeaderName.MaxForwards, "70");
    }

    /// <summary>The bytes of a response, with the To tag that it must have (RFC 3261 §8.2.6.2) and the Server header.</summary>
    public static byte[] Complete(SipResponse response, ulong transactionKey, string? serverName)
    {
        if (response.StatusCode > 100)
        {
            if (!HasToTag(response)) response.Headers.Set(HeaderName.To, response.To.WithTag(TransactionKeys.LocalTag(transactionKey)).ToString());
            if (serverName is not null && !response.Headers.Contains(HeaderName.Server)) response.Headers.Add(HeaderName.Server, serverName);
        }

        return MessageBytes.Of(response);
    }

    /// <summary>Looks for the tag without taking the address apart, which is only done when that finds none.</summary>
    private static bool HasToTag(SipResponse response)
    {
        if (response.Headers.TryGetRaw(HeaderName.To, out ReadOnlyMemory<byte> to))
        {
            ReadOnlySpan<byte> parameters = to.Span[(to.Span.LastIndexOf((byte)'>') + 1)..];
            if (parameters.IndexOf(";tag="u8) >= 0) return true;
        }

        return response.ToTag is not null;
    }

    private static SipRequest SameHop(SipRequest invite, SipMethod method)
    {
        var request = new SipRequest(method, invite.RequestUri);
        request.PrependVia(invite.TopVia);
        request.Headers.CopyFrom(invite, HeaderName.From);
        request.Headers.CopyFrom(invite, HeaderName.CallId);
        request.Headers.Add(HeaderName.CSeq, string.Create(CultureInfo.InvariantCulture, $"{invite.CSeq.Number} {method.Name}"));
        request.Headers.CopyFrom(invite, HeaderName.Route);
        AddHops(request);
        return request;
    }
}
