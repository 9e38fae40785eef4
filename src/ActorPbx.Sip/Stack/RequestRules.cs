using System.Collections.Frozen;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Stack;

/// <summary>What this server can do, as far as requests are refused for what it cannot (RFC 3261 §8.2).</summary>
public sealed class RequestRules
{
    private static readonly SipMethod[] AllMethods =
    [
        SipMethod.Invite, SipMethod.Ack, SipMethod.Bye, SipMethod.Cancel, SipMethod.Register, SipMethod.Options, SipMethod.Info, SipMethod.Message,
        SipMethod.Update, SipMethod.Prack, SipMethod.Refer, SipMethod.Subscribe, SipMethod.Notify, SipMethod.Publish,
    ];

    private readonly FrozenSet<SipMethod> _methods;
    private readonly FrozenSet<string> _options;

    /// <param name="methods">Methods that are answered, ACK and CANCEL among them; null means all that this library knows.</param>
    /// <param name="options">Option tags that may stand in Require.</param>
    public RequestRules(IEnumerable<SipMethod>? methods = null, IEnumerable<string>? options = null)
    {
        SipMethod[] allowed = methods is null ? AllMethods : [.. methods];
        _methods = allowed.ToFrozenSet();
        _options = (options ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Allow = string.Join(", ", allowed.Select(method => method.Name));
    }

    /// <summary>The rules of a proxy (RFC 3261 §16.3): any method goes through, and of the extensions only those of Proxy-Require concern it.</summary>
    public static RequestRules OfProxy { get; } = new() { IsOfProxy = true };

    /// <summary>Whether these are a proxy's rules.</summary>
    public bool IsOfProxy { get; private init; }

    /// <summary>The value of the Allow header.</summary>
    public string Allow { get; }

    public bool Allows(SipMethod method) => IsOfProxy || _methods.Contains(method);

    public bool Supports(string option) => _options.Contains(option);
}
