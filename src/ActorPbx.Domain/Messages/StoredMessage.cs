using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Messages;

/// <summary>A text message between numbers, kept until a phone took it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="To">For whom.</param>
/// <param name="From">Who sent it, as a From header shows it, without tag.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="Body">What it says.</param>
/// <param name="SentAt">When it came.</param>
/// <param name="ExpiresAt">When it is worth nothing any longer.</param>
public sealed record StoredMessage(
    string Id, DomainName Domain, ExtensionNumber To, string From, string ContentType, ImmutableArray<byte> Body, DateTimeOffset SentAt, DateTimeOffset ExpiresAt)
{
    /// <summary>For which of the number's phones.</summary>
    public DeviceWanted Device { get; init; } = DeviceWanted.Any;
}

/// <summary>What messages of a domain may take up.</summary>
/// <param name="MaxPerNumber">Most that wait for one number.</param>
/// <param name="MaxBytes">Largest body.</param>
/// <param name="Keep">How long one is kept.</param>
public sealed record MessagePolicy(int MaxPerNumber, int MaxBytes, TimeSpan Keep)
{
    /// <summary>A hundred of 16 KiB for a week.</summary>
    public static MessagePolicy Default { get; } = new(100, 16 * 1024, TimeSpan.FromDays(7));

    /// <summary>When a message ends that is worth so many seconds to its sender; null: he did not say.</summary>
    public DateTimeOffset EndOf(DateTimeOffset now, int? worth) =>
        worth is { } seconds && TimeSpan.FromSeconds(seconds) < Keep ? now.AddSeconds(seconds) : now + Keep;
}

/// <summary>What waits for a number: the mailbox as its lamp shows it.</summary>
/// <param name="NewVoice">Voice messages not heard yet.</param>
/// <param name="OldVoice">Voice messages heard before.</param>
/// <param name="Text">Text messages that no phone took yet.</param>
public sealed record MessageCounts(int NewVoice, int OldVoice, int Text)
{
    /// <summary>Nothing.</summary>
    public static MessageCounts None { get; } = new(0, 0, 0);

    /// <summary>Whether the lamp is lit.</summary>
    public bool IsWaiting => NewVoice > 0 || Text > 0;
}
