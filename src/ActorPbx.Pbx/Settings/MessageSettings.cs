namespace ActorPbx.Pbx.Settings;

/// <summary>Text messages between extensions.</summary>
public sealed record MessageSettings
{
    /// <summary>Most messages that wait for one number; more are answered 480.</summary>
    public int MaxPerNumber { get; init; } = 100;

    /// <summary>Largest message, bytes; larger ones are answered 413.</summary>
    public int MaxBytes { get; init; } = 16 * 1024;

    /// <summary>How long a message is kept for a number that is not there.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(7);
}
