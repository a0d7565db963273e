package dev.starling.terminal.load.run;

/** Nobody looks on. */
class Unwatched implements Progress {
  @Override
  public void connecting(int connected, int all) {}

  @Override
  public void warmingUp() {}

  @Override
  public void running(double part, double perSecond, Sample sample) {}
}
