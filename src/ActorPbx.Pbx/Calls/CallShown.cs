using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Domain.Calls;
using ActorPbx.Sip.History;
using ActorPbx.Sip.Identity;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>What an INVITE of ours tells of its call: who calls, for which number, and by whom it was sent on.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Called">The number that is asked for.</param>
/// <param name="Dialled">The number that the caller dialled.</param>
/// <param name="Steps">How it was sent on at this node.</param>
internal sealed record CallShown(string Domain, CallOrigin Caller, string Called, string Dialled, ImmutableArray<CallStep> Steps)
{
    /// <summary>By whose rights and at whose cost it is called: the caller, or who sent the call on.</summary>
    public CallOrigin Payer { get; init; } = Caller;

    /// <summary>The number that transferred the call here; empty for none.</summary>
    public string ReferredBy { get; init; } = "";

    /// <summary>The INVITE bears the caller's offer; else whoever is called is to make one.</summary>
    public bool Offers { get; init; } = true;

    /// <summary>The caller as From shows it to who is not trusted with more than the caller wants.</summary>
    public string FromShown(string host) => Caller.IsHidden ? AssertedIdentity.Anonymous : FromKnown(host);

    /// <summary>The caller as it is.</summary>
    public string FromKnown(string host) => FromOf(Caller, host);

    /// <summary>A number with its name, as a From shows it.</summary>
    public static string FromOf(CallOrigin caller, string host)
    {
        var uri = $"<{Uri(caller.Number, host)}>";
        return caller.DisplayName.Length == 0
            ? uri
            : $"\"{caller.DisplayName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" {uri}";
    }

    /// <summary>RFC 3325 §5: what this exchange vouches for, and what is to be kept back from those who are not trusted. Only for a trusted peer.</summary>
    public void Assert(SipRequest request, string host)
    {
        if (Caller.IsVouchedFor)
        {
            request.Headers.Add(HeaderName.PAssertedIdentity, FromKnown(host));
        }

        if (PrivacyHeader.Text(Caller.Privacy) is { Length: > 0 } privacy)
        {
            request.Headers.Add(HeaderName.Privacy, privacy);
        }
    }

    /// <summary>By whom the call was sent on: here, and before as a trusted peer said.</summary>
    /// <param name="request">The INVITE to be sent.</param>
    /// <param name="host">The host that its numbers are shown with.</param>
    /// <param name="callersInvite">What the caller sent.</param>
    public void TellHistory(SipRequest request, string host, SipRequest callersInvite)
    {
        if (ReferredBy.Length > 0)
        {
            // RFC 3892 §2.1.2: who sent the call on, as we know it, whatever its REFER said.
            request.Headers.Add(HeaderName.ReferredBy, $"<{Uri(ReferredBy, host)}>");
        }

        // RFC 7044 §10.1.1: who wants its history kept back has it kept back.
        if (Caller.Privacy.HasFlag(Privacy.History))
        {
            return;
        }

        for (var i = Steps.Length - 1; i >= 0; i--)
        {
            if (Steps[i].Kind == StepKind.Redirected)
            {
                request.Headers.Add(HeaderName.Diversion, DiversionHeader.Text(Steps[i].By, host, Steps[i].Reason));
            }
        }

        if (Caller.IsTrusted)
        {
            request.Headers.CopyFrom(callersInvite, HeaderName.Diversion);
            request.Headers.CopyFrom(callersInvite, HeaderName.HistoryInfo);
        }

        TellTargets(request, host, callersInvite);
    }

    private void TellTargets(SipRequest request, string host, SipRequest callersInvite)
    {
        var steps = Steps.Where(step => step.Kind == StepKind.Redirected).ToArray();
        if (steps.Length == 0)
        {
            return;
        }

        // Where a trusted peer told the beginning, its last entry is the number that was dialled here.
        var index = Caller.IsTrusted ? HistoryInfo.LastIndexIn(callersInvite) : "";
        if (index.Length == 0)
        {
            index = "1";
            request.Headers.Add(HeaderName.HistoryInfo, HistoryInfo.First(Dialled, host, steps[0].Code.Value));
        }

        for (var i = 0; i < steps.Length; i++)
        {
            request.Headers.Add(HeaderName.HistoryInfo, HistoryInfo.Next(steps[i].To, host, index, i + 1 < steps.Length ? steps[i + 1].Code.Value : 0));
            index = string.Create(CultureInfo.InvariantCulture, $"{index}.1");
        }
    }

    private static SipUri Uri(string number, string host) => host.StartsWith('[') || !host.Contains(':') ? SipUri.Create(number, host) : SipUri.Parse($"sip:{UriEscaping.EscapeUser(number)}@{host}");
}
