namespace ActorPbx.Kernel.Util;

/// <summary>One of two things: a left one or a right one.</summary>
public abstract class Either<TA, TB>(TA left, TB right)
{
    /// <summary>Whether it is the left one.</summary>
    public abstract bool IsLeft { get; }

    /// <summary>Whether it is the right one.</summary>
    public abstract bool IsRight { get; }

    /// <summary>The one that it is.</summary>
    public object? Value => IsLeft ? Left : Right;

    /// <summary>The left one, where it is that.</summary>
    protected TA Left { get; } = left;

    /// <summary>The right one, where it is that.</summary>
    protected TB Right { get; } = right;

    /// <summary>The left one alone.</summary>
    public Left<TA, TB> ToLeft() => new(Left);

    /// <summary>The right one alone.</summary>
    public Right<TA, TB> ToRight() => new(Right);
}

/// <summary>The left one of two things.</summary>
public class Left<TA, TB>(TA a) : Either<TA, TB>(a, default!)
{
    /// <inheritdoc />
    public override bool IsLeft => true;

    /// <inheritdoc />
    public override bool IsRight => false;

    /// <summary>The left one.</summary>
    public new TA Value => Left;
}

/// <summary>The right one of two things.</summary>
public class Right<TA, TB>(TB b) : Either<TA, TB>(default!, b)
{
    /// <inheritdoc />
    public override bool IsLeft => false;

    /// <inheritdoc />
    public override bool IsRight => true;

    /// <summary>The right one.</summary>
    public new TB Value => Right;
}
