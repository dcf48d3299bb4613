"""The shop's tables, and how to reach them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, DateTime, ForeignKey, Numeric, String, func, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Sessions = async_sessionmaker[AsyncSession]

_CONNECTING = {"connect_timeout": 5, "options": "-c statement_timeout=10000"}
_START_LOCK = 0x5409
_MAINTENANCE_DATABASE = "postgres"


class Table(DeclarativeBase):
    """Every table of the shop."""


class OrderRow(Table):
    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(index=True)
    email: Mapped[str]
    status: Mapped[str]
    item: Mapped[str]
    total: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    currency: Mapped[str] = mapped_column(String(3))
    placed_on: Mapped[date] = mapped_column(Date)
    expected_on: Mapped[date | None]
    carrier: Mapped[str | None]
    tracking_url: Mapped[str | None]
    returnable: Mapped[bool]


class LabelRow(Table):
    __tablename__ = "labels"

    id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"))
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    carrier: Mapped[str]
    url: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class RefundRow(Table):
    """One per order, and one per key: the database itself refuses to pay twice."""

    __tablename__ = "refunds"

    id: Mapped[str] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), unique=True)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    currency: Mapped[str] = mapped_column(String(3))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Sessions]:
    """Open the shop's database; make it, and its tables, where they are missing."""
    target = make_url(url).set(drivername="postgresql+psycopg")
    await _create_database(target)
    engine = create_async_engine(
        target, connect_args=_CONNECTING, pool_pre_ping=True, pool_size=10, pool_timeout=5
    )
    try:
        await _create_tables(engine)
        yield async_sessionmaker(engine, expire_on_commit=False)
    finally:
        await engine.dispose()


async def _create_database(target: URL) -> None:
    maintenance = create_async_engine(
        target.set(database=_MAINTENANCE_DATABASE),
        connect_args=_CONNECTING,
        isolation_level="AUTOCOMMIT",
    )
    try:
        async with maintenance.connect() as connection:
            if not await _database_exists(connection, str(target.database)):
                name = connection.dialect.identifier_preparer.quote(str(target.database))
                await connection.execute(text(f"CREATE DATABASE {name}"))
    finally:
        await maintenance.dispose()


async def _database_exists(connection: AsyncConnection, name: str) -> bool:
    found = await connection.scalar(
        text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}
    )
    return found is not None


async def _create_tables(engine: AsyncEngine) -> None:
    """Create what is missing, one shop at a time."""
    async with engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _START_LOCK})
        await connection.run_sync(Table.metadata.create_all)
