using System.Collections.Immutable;

namespace ActorPbx.Domain.Registration;

/// <summary>What an extension may register, and for how long.</summary>
public sealed record RegistrationPolicy(TimeSpan MinExpiry, TimeSpan MaxExpiry, TimeSpan DefaultExpiry, bool SeveralDevices, int MaxDevices);

/// <summary>One Contact of a REGISTER.</summary>
/// <param name="Device">The binding that it asks for; its ExpiresAt is not set yet.</param>
/// <param name="Expires">Seconds from the contact's expires parameter or the Expires header; null when neither is there.</param>
public sealed record RequestedContact(Binding Device, long? Expires);

/// <summary>What a REGISTER comes to.</summary>
public abstract record RegistrationDecision
{
    private RegistrationDecision()
    {
    }

    /// <summary>These are the bindings now; they are to be stored when they changed, and listed in the 200 (RFC 3261 §10.3 step 8).</summary>
    public sealed record Accepted(ImmutableArray<Binding> Bindings, bool Changed) : RegistrationDecision;

    /// <summary>423: the expiry is shorter than the shortest granted.</summary>
    public sealed record TooBrief(TimeSpan MinExpiry) : RegistrationDecision;

    /// <summary>403: one device more than the number may have.</summary>
    public sealed record TooManyDevices(int MaxDevices) : RegistrationDecision;

    /// <summary>500: an older request than one already taken (RFC 3261 §10.3 step 7).</summary>
    public sealed record OutOfOrder : RegistrationDecision;

    /// <summary>400: "*" beside another contact or with an expiry other than 0 (RFC 3261 §10.3 step 6).</summary>
    public sealed record BadWildcard : RegistrationDecision;
}

/// <summary>RFC 3261 §10.3 as a pure function over the bindings of one number.</summary>
public static class RegistrationLogic
{
    /// <summary>When the first of some bindings expires.</summary>
    public static DateTimeOffset NextExpiry(ImmutableArray<Binding> bindings)
    {
        var next = DateTimeOffset.MaxValue;
        foreach (var binding in bindings)
        {
            next = binding.ExpiresAt < next ? binding.ExpiresAt : next;
        }

        return next;
    }

    /// <summary>The bindings that have not expired.</summary>
    public static ImmutableArray<Binding> Living(ImmutableArray<Binding> bindings, DateTimeOffset now)
    {
        foreach (var binding in bindings)
        {
            if (binding.ExpiresAt <= now)
            {
                return bindings.RemoveAll(each => each.ExpiresAt <= now);
            }
        }

        return bindings;
    }

    /// <summary>A REGISTER with contacts, or with none: a query.</summary>
    public static RegistrationDecision Register(
        ImmutableArray<Binding> bindings, ImmutableArray<RequestedContact> contacts, RegistrationPolicy policy, DateTimeOffset now)
    {
        var before = Living(bindings, now);
        var after = before;
        foreach (var contact in contacts)
        {
            var known = Find(after, contact.Device);
            if (known is not null && IsOlder(contact.Device, known))
            {
                return new RegistrationDecision.OutOfOrder();
            }

            var seconds = contact.Expires is { } asked ? TimeSpan.FromSeconds(asked) : policy.DefaultExpiry;
            if (seconds == TimeSpan.Zero)
            {
                after = known is null ? after : after.Remove(known);
                continue;
            }

            if (seconds < policy.MinExpiry)
            {
                return new RegistrationDecision.TooBrief(policy.MinExpiry);
            }

            var expires = now + (seconds < policy.MaxExpiry ? seconds : policy.MaxExpiry);
            var binding = contact.Device with { ExpiresAt = expires, RegisteredAt = known?.RegisteredAt ?? now };
            after = known is null ? Admit(after, binding, policy) : after.Replace(known, binding);
        }

        var devices = InstanceFlows.DevicesIn(after);
        if (policy.SeveralDevices && devices > policy.MaxDevices && devices > InstanceFlows.DevicesIn(before))
        {
            return new RegistrationDecision.TooManyDevices(policy.MaxDevices);
        }

        return new RegistrationDecision.Accepted(after, Changed: contacts.Length > 0 || before.Length != bindings.Length);
    }

    /// <summary>A REGISTER with Contact: *, which must be alone and have expiry 0.</summary>
    public static RegistrationDecision RemoveAll(
        ImmutableArray<Binding> bindings, string sipCallId, uint cseq, bool alone, long? expires)
    {
        if (!alone || expires != 0)
        {
            return new RegistrationDecision.BadWildcard();
        }

        foreach (var binding in bindings)
        {
            if (binding.SipCallId == sipCallId && cseq <= binding.CSeq)
            {
                return new RegistrationDecision.OutOfOrder();
            }
        }

        return new RegistrationDecision.Accepted([], Changed: bindings.Length > 0);
    }

    // Without the right to several devices a new device takes the place of the old one (own design; miniSIPServer does not say).
    private static ImmutableArray<Binding> Admit(ImmutableArray<Binding> bindings, Binding binding, RegistrationPolicy policy) =>
        InstanceFlows.Add(policy.SeveralDevices ? bindings : bindings.RemoveAll(other => !InstanceFlows.AreOfOneDevice(other, binding)), binding);

    // A device is known again by its instance, and its flow by reg-id (RFC 5626 §6), else by its contact URI (RFC 3261 §10.3 step 7).
    private static Binding? Find(ImmutableArray<Binding> bindings, Binding device)
    {
        foreach (var binding in bindings)
        {
            if (IsSame(binding, device))
            {
                return binding;
            }
        }

        return null;
    }

    /// <summary>Whether a REGISTER of one device is about the binding of the other.</summary>
    public static bool IsSame(Binding binding, Binding device) => device.Instance.Length > 0 && binding.Instance.Length > 0
        ? device.Instance == binding.Instance && (device.RegId == binding.RegId || device.RegId == 0 || binding.RegId == 0)
        : device.Contact == binding.Contact;

    private static bool IsOlder(Binding request, Binding known) =>
        request.SipCallId == known.SipCallId && request.CSeq <= known.CSeq;
}
