namespace ActorPbx.Kernel;

/// <summary>Says that something has been completed, where no other result is worth telling.</summary>
public sealed class Done
{
    /// <summary>The one value of this type.</summary>
    public static readonly Done Instance = new();

    private Done()
    {
    }
}
